#include "daemons/chart/rule_watch.h"

#include <string>

#include <gtest/gtest.h>

#include "daemons/chart/rule_book.h"
#include "tests/unit/chart/temporary_store.h"

namespace hive {
namespace {

constexpr std::int64_t now = 1'780'000'000;  // 2026-05-28 20:26:40 UTC

class Watched : public testing::Test {
protected:
    std::int64_t rule(const std::string& body)
    {
        return site
            ->with([&](Sqlite& db) {
                return add_rule(db, parse_rule(body).value(), {.user = "ann", .time = 1});
            })
            .value()
            .value();
    }
    /// "3+" for an alert of apiary 3 that begins, "3-" for one that ends.
    std::string look(std::int64_t time)
    {
        std::string seen;
        const auto changes = watch.look(time).value();
        for (const auto& change : changes)
            seen += fmt::format("{}{}", change.apiary, change.is_open ? '+' : '-');
        return seen;
    }

    TemporaryDirectory directory;
    StoreWriter writer {directory.file("apiary.db")};
    Store store {directory.file("apiary.db")};
    std::unique_ptr<Site> site = Site::open(directory.file("site.db")).value();
    RuleWatch watch {store, *site, 15.625};
};

TEST_F(Watched, FiresOnceWhileTheConditionHolds)
{
    rule(R"({"name":"warm","kind":"threshold","above":36})");
    writer.apiary(1, "north");
    writer.apiary(2, "south");
    writer.sample(1, now - 60, 36.5, 20.0);
    writer.sample(2, now - 60, 35.0, 20.0);
    EXPECT_EQ(look(now), "1+");
    EXPECT_EQ(look(now + 10), "");
    writer.sample(1, now + 15, 37.0, 20.0);
    EXPECT_EQ(look(now + 20), "");
    writer.sample(1, now + 25, 35.0, 20.0);
    EXPECT_EQ(look(now + 30), "1-");
    EXPECT_EQ(look(now + 40), "");
}

TEST_F(Watched, KnowsItsOpenAlertsAfterARestart)
{
    rule(R"({"name":"warm","kind":"threshold","above":36})");
    writer.apiary(1, "north");
    writer.sample(1, now - 60, 36.5, 20.0);
    EXPECT_EQ(look(now), "1+");
    RuleWatch restarted {store, *site, 15.625};
    EXPECT_TRUE(restarted.look(now + 10).value().empty());
}

TEST_F(Watched, WaitsForTheHoursOfTheApiary)
{
    // 20:26 in UTC is 06:26 in Melbourne, where no summer time is kept in May.
    rule(R"({"name":"warm","kind":"threshold","above":36,"hours":[7,20]})");
    writer.apiary(1, "north");
    writer.execute("UPDATE apiary SET time_zone = 'Australia/Melbourne'");
    writer.sample(1, now - 60, 36.5, 20.0);
    EXPECT_EQ(look(now), "");
    EXPECT_EQ(look(now + 3600), "1+");
}

TEST_F(Watched, IsQuietInOtherMonths)
{
    rule(R"({"name":"warm","kind":"threshold","above":36,"months":[4]})");
    writer.apiary(1, "north");
    writer.sample(1, now - 60, 36.5, 20.0);
    EXPECT_EQ(look(now), "");
}

TEST_F(Watched, FiresWhenDataStop)
{
    rule(R"({"name":"silent","kind":"missing","missing_seconds":3600})");
    writer.apiary(1, "north");
    writer.sample(1, now, 35.0, 20.0);
    EXPECT_EQ(look(now + 3599), "");
    EXPECT_EQ(look(now + 3600), "1+");
    writer.sample(1, now + 3605, 35.0, 20.0);
    EXPECT_EQ(look(now + 3610), "1-");
}

TEST_F(Watched, WatchesAFurtherSeries)
{
    rule(R"({"name":"robbed","kind":"threshold","series":"weight","below":30})");
    writer.apiary(1, "north");
    writer.series(7, "weight", "kg");
    writer.sample(1, now - 60, 35.0, 20.0);
    writer.extra(1, 7, now - 60, 29.5);
    EXPECT_EQ(look(now), "1+");
}

TEST_F(Watched, EndsTheAlertsOfARuleThatIsGone)
{
    const auto id = rule(R"({"name":"warm","kind":"threshold","above":36})");
    writer.apiary(1, "north");
    writer.sample(1, now - 60, 36.5, 20.0);
    EXPECT_EQ(look(now), "1+");
    site->with([id](Sqlite& db) { return delete_rule(db, id); }).value();
    EXPECT_EQ(look(now + 10), "1-");
    EXPECT_EQ(look(now + 20), "");
}

TEST_F(Watched, SeesASwarm)
{
    rule(R"({"name":"swarm","kind":"swarm"})");
    writer.apiary(1, "north");
    writer.execute("BEGIN");
    for (std::int64_t i = 99; i > 3; --i)
        writer.sample(1, now - i * 900, 35.0, 20.0, i % 2 == 0 ? -80.F : -78.F);
    writer.execute("COMMIT");
    EXPECT_EQ(look(now - 3600), "");
    for (std::int64_t i = 3; i >= 0; --i)
        writer.sample(1, now - i * 900, 36.6, 20.0, -30.F);
    EXPECT_EQ(look(now), "1+");
}

}  // namespace
}  // namespace hive
