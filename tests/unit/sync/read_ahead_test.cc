#include "daemons/sync/read_ahead.h"

#include <string>

#include <gtest/gtest.h>

#include "daemons/sync/row_hash.h"
#include "tests/unit/sync/scripted_source.h"

namespace hive {
namespace {

constexpr std::int64_t now = 1'735'689'600;
constexpr std::int64_t many = 6000;  // more than may be ready at once

RowRules rules()
{
    return {.internal = {-60, 80}, .external = {-60, 80}, .latest = now};
}

class ReadAheadTest : public testing::Test {
protected:
    void SetUp() override
    {
        for (std::int64_t id = 1; id <= many; ++id)
            source_.add(id, id % 2 == 0 ? "Alder" : "Bramble", now - many + id);
        ASSERT_TRUE(source_.select({}, {.first = 1, .last = many}));
    }

    ScriptedSource source_;
    RowRules rules_ = rules();
};

TEST_F(ReadAheadTest, GivesEveryRowInItsOrderWithItsVerdictAndHash)
{
    ReadAhead ahead {source_, rules_};
    std::int64_t last = 0;
    for (auto rows = ahead.next().value(); !rows.empty(); rows = ahead.next().value())
        for (const auto& judged : rows) {
            ASSERT_EQ(judged.row.id, ++last);
            ASSERT_EQ(judged.row.apiary, last % 2 == 0 ? "Alder" : "Bramble");
            ASSERT_TRUE(judged.verdict.is_sample);
            ASSERT_EQ(judged.hash, row_hash(judged.row));
        }
    EXPECT_EQ(last, many);
    EXPECT_TRUE(ahead.next().value().empty());
}

TEST_F(ReadAheadTest, TellsAnErrorAfterTheRowsBeforeIt)
{
    source_.breaks_after = 300;
    ReadAhead ahead {source_, rules_};
    std::size_t count = 0;
    auto rows = ahead.next();
    for (; rows && !rows->empty(); rows = ahead.next())
        count += rows->size();
    EXPECT_EQ(count, 300);
    ASSERT_FALSE(rows);
    EXPECT_EQ(rows.error().message(), "lost connection");
}

TEST_F(ReadAheadTest, CutsASourceOffThatIsNotReadToItsEnd)
{
    {
        ReadAhead ahead {source_, rules_};
        ASSERT_FALSE(ahead.next().value().empty());
    }
    EXPECT_TRUE(source_.is_cut);
}

TEST_F(ReadAheadTest, LeavesASourceThatWasReadToItsEndAsItIs)
{
    {
        ReadAhead ahead {source_, rules_};
        while (!ahead.next().value().empty()) { }
    }
    EXPECT_FALSE(source_.is_cut);
}

}  // namespace
}  // namespace hive
