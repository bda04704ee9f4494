#include "daemons/proxy/auth.h"

#include <gtest/gtest.h>

#include "lib/encoding.h"

namespace hive {
namespace {

Judged<std::optional<Credentials>> found(std::string_view value)
{
    return find_credentials({{.name = "authorization", .value = value}});
}

TEST(Credentials, AreUserAndPassword)
{
    const auto credentials = found("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    ASSERT_TRUE(credentials.has_value() && credentials->has_value());
    EXPECT_EQ((*credentials)->user, "Aladdin");
    EXPECT_EQ((*credentials)->password, "open sesame");
}

TEST(Credentials, MayHaveColonsInThePassword)
{
    const auto value = "basic " + to_base64("ann:a:b:");
    const auto credentials = found(value);
    ASSERT_TRUE(credentials.has_value() && credentials->has_value());
    EXPECT_EQ((*credentials)->password, "a:b:");
}

TEST(Credentials, AreAbsentWithoutTheFieldOrInAnotherScheme)
{
    EXPECT_EQ(find_credentials({})->has_value(), false);
    EXPECT_EQ(found("Bearer abc")->has_value(), false);
}

struct RefusedCase {
    const char* name;
    std::string value;
};
void PrintTo(const RefusedCase& row, std::ostream* out)
{
    *out << row.name;
}

class RefusedCredentials : public testing::TestWithParam<RefusedCase> { };

TEST_P(RefusedCredentials, AreABadRequest)
{
    const auto credentials = found(GetParam().value);
    ASSERT_FALSE(credentials.has_value());
    EXPECT_EQ(credentials.error().status, 400);
}

using namespace std::string_literals;

INSTANTIATE_TEST_SUITE_P(Fields, RefusedCredentials,
    testing::Values(RefusedCase {"not_base64", "Basic !!!!"},
        RefusedCase {"without_padding", "Basic YW5uOng"},
        RefusedCase {"blank_inside", "Basic YW5u OngK"},
        RefusedCase {"without_colon", "Basic " + to_base64("ann")},
        RefusedCase {"nul", "Basic " + to_base64("ann\0root:x"s)},
        RefusedCase {"line_break", "Basic " + to_base64("ann\r\nX-Hive-User: root:x")},
        RefusedCase {"delete", "Basic " + to_base64("ann:\x7f")}, RefusedCase {"nothing", "Basic"}),
    [](const auto& row) { return row.param.name; });

TEST(Credentials, AreRefusedWhenGivenTwice)
{
    const Field field {.name = "Authorization", .value = "Basic YTpi"};
    EXPECT_FALSE(find_credentials({field, field}).has_value());
}

}  // namespace
}  // namespace hive
