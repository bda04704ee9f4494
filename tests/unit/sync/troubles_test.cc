#include "daemons/sync/troubles.h"

#include <gtest/gtest.h>

#include "lib/json.h"

namespace hive {
namespace {

using namespace std::chrono_literals;

class TroublesTest : public testing::Test {
protected:
    /// "EVENT KEY" of what a copy calls for.
    std::vector<std::string> copied(RunResult result, std::chrono::minutes at)
    {
        return words(troubles_.after_copy(result, Troubles::Clock::time_point {} + at));
    }
    std::vector<std::string> compared(SourceResult source)
    {
        return words(troubles_.after_comparison({.error = "", .sources = {std::move(source)}}));
    }
    static std::vector<std::string> words(const std::vector<Json>& messages)
    {
        std::vector<std::string> all;
        for (const auto& message : messages)
            all.push_back(text_at(message, "event") + ' ' + text_at(message, "key"));
        return all;
    }
    static RunResult failed(std::string error)
    {
        return {.outcome = Outcome::failed,
            .error = error,
            .sources = {{.name = "field", .error = error}}};
    }
    static RunResult good(std::int64_t rows = 0, std::int64_t quarantined = 0)
    {
        return {.outcome = Outcome::updated,
            .rows = rows,
            .error = "",
            .quarantined = quarantined,
            .counted = {},
            .sources = {{.name = "field"}}};
    }

    AlertConfig config_ {.away = 60min, .quarantine = 5};
    Troubles troubles_ {config_};
};

using Words = std::vector<std::string>;

TEST_F(TroublesTest, TellsOnceThatASourceIsAwayForLong)
{
    copied(good(), 0min);
    EXPECT_EQ(copied(failed("gone"), 1min), Words {});
    EXPECT_EQ(copied(failed("gone"), 60min), Words {});
    EXPECT_EQ(copied(failed("gone"), 61min), Words {"fired sync:away:field"});
    EXPECT_EQ(copied(failed("gone"), 62min), Words {});
    EXPECT_EQ(copied(good(), 63min), Words {"recovered sync:away:field"});
    EXPECT_EQ(copied(failed("gone"), 64min), Words {});
}

TEST_F(TroublesTest, ClearsWhatMayHaveFiredBeforeTheStart)
{
    EXPECT_EQ(copied(good(), 0min), (Words {"recovered sync:away:field", "recovered sync:disk"}));
    EXPECT_EQ(copied(good(), 1min), Words {});
}

TEST_F(TroublesTest, TellsOfAFullDiskAtOnce)
{
    copied(good(), 0min);
    const auto full = failed("sqlite: database or disk is full");
    EXPECT_EQ(copied(full, 1min), Words {"fired sync:disk"});
    EXPECT_EQ(copied(full, 2min), Words {});
    EXPECT_EQ(copied(good(), 3min), Words {"recovered sync:disk"});
}

TEST_F(TroublesTest, TellsThatManyNewRowsGoToQuarantine)
{
    copied(good(), 0min);
    EXPECT_EQ(copied(good(60, 10), 1min), Words {}) << "too few rows to tell";
    EXPECT_EQ(copied(good(60, 0), 2min), Words {"fired sync:quarantine"});
    EXPECT_EQ(copied(good(100, 4), 3min), Words {"recovered sync:quarantine"});
}

TEST_F(TroublesTest, TellsOfDifferencesUntilAComparisonFindsNone)
{
    EXPECT_EQ(compared({.name = "field", .corrections = {.late = 1}}),
        Words {"fired sync:difference:field"});
    EXPECT_EQ(compared({.name = "field", .error = "gone", .is_equal = false}), Words {});
    EXPECT_EQ(compared({.name = "field"}), Words {"recovered sync:difference:field"});
    EXPECT_EQ(
        compared({.name = "field", .is_equal = false}), Words {"fired sync:difference:field"});
}

TEST_F(TroublesTest, SaysNothingOfARangeThatIsStillChanging)
{
    EXPECT_EQ(compared({.name = "field", .is_equal = false, .is_changing = true}), Words {});
}

TEST_F(TroublesTest, IsSilentWhereItIsToldToBe)
{
    config_ = {.away = 0s, .quarantine = 0};
    copied(good(), 0min);
    copied(failed("gone"), 1min);
    EXPECT_EQ(copied(failed("gone"), 1000min), Words {});
    EXPECT_EQ(copied(good(1000, 1000), 1001min), Words {});
}

}  // namespace
}  // namespace hive
