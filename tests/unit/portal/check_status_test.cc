#include "supervisor/portal/check_status.h"

#include <gtest/gtest.h>

#include "tests/unit/portal/samples.h"

namespace hive {
namespace {

TEST(CheckStatus, IsReadWithItsReadings)
{
    const auto check = parse_check_status(sample_check("var", "filesystem", "degraded"));
    ASSERT_TRUE(check);
    EXPECT_EQ(check->type, "filesystem");
    EXPECT_EQ(check->state, ServiceState::degraded);
    EXPECT_EQ(check->number("space"), 71.5);
    EXPECT_EQ(check->number("absent"), std::nullopt);
    EXPECT_EQ(check->text("user"), "root");
    EXPECT_EQ(check->text("absent"), "");
    EXPECT_EQ(check->rules, std::vector<std::string> {"space > 90"});
    EXPECT_TRUE(check->looked);
}

TEST(CheckStatus, IsWrittenAsItWasRead)
{
    Json told = sample_check("var", "filesystem");
    EXPECT_EQ(
        *parse_check_status(check_json(*parse_check_status(told))), *parse_check_status(told));
}

TEST(CheckStatus, WithoutNameOrStateIsLeftOut)
{
    Json nameless = sample_check("", "file");
    Json stateless = sample_check("x", "file", "purple");
    EXPECT_FALSE(parse_check_status(nameless));
    EXPECT_FALSE(parse_check_status(stateless));
    EXPECT_FALSE(parse_check_status(5));
    EXPECT_EQ(parse_check_statuses(
                  {{"checks", {nameless, sample_check("ok", "file"), stateless, nullptr}}})
                  .size(),
        1U);
    EXPECT_TRUE(parse_check_statuses({{"checks", "none"}}).empty());
}

}  // namespace
}  // namespace hive
