#include "supervisor/core/alert_message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/json.h"

namespace hive {
namespace {

using testing::HasSubstr;

Told told(Occasion occasion)
{
    return {.alert = {.id = 4,
                .report = {.key = "k",
                    .severity = Severity::critical,
                    .source = "hive-sync",
                    .subject = "no rows",
                    .text = "since noon"},
                .fired = 1'800'000'000,
                .last = 1'800'000'060,
                .count = 3},
        .occasion = occasion};
}

TEST(AlertMessage, SaysInItsSubjectHowBadItIs)
{
    EXPECT_EQ(message_subject({told(Occasion::fired)}, "bees"), "[hive bees] critical: no rows");
}

TEST(AlertMessage, SaysInItsSubjectThatItIsOver)
{
    EXPECT_EQ(
        message_subject({told(Occasion::recovered)}, "bees"), "[hive bees] recovered: no rows");
}

TEST(AlertMessage, CountsTheAlertsOfADigest)
{
    EXPECT_EQ(message_subject({told(Occasion::fired), told(Occasion::recovered)}, "bees"),
        "[hive bees] 2 alerts");
}

TEST(AlertMessage, HoldsTextAndFacts)
{
    const auto text = message_text({told(Occasion::fired)});
    EXPECT_THAT(text, HasSubstr("since noon\n\nsource: hive-sync\nkey: k\nsince: 2027-01-15"));
    EXPECT_THAT(text, HasSubstr("reported: 3 times"));
}

TEST(AlertMessage, IsAnObjectForAProgram)
{
    const auto object = message_json({told(Occasion::reminder)}, "bees");
    EXPECT_EQ(text_at(object, "event"), "reminder");
    EXPECT_EQ(text_at(object, "severity"), "critical");
    EXPECT_EQ(text_at(object, "host"), "bees");
    EXPECT_EQ(integer_at(object, "count"), 3);
}

TEST(AlertMessage, ListsTheAlertsOfADigest)
{
    const auto object = message_json({told(Occasion::fired), told(Occasion::info)}, "bees");
    EXPECT_EQ(text_at(object, "event"), "digest");
    EXPECT_EQ(object.at("alerts").size(), 2U);
}

}  // namespace
}  // namespace hive
