#include "daemons/sync/group_insert.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

class GroupInsertTest : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(database_.execute("CREATE TABLE t (a PRIMARY KEY, b)")); }

    /// Rows (0, 0), (1, 10), ...; their numbers repeat after `distinct`.
    Result<> insert(std::size_t rows, std::size_t distinct)
    {
        auto rows_of_t = GroupInsert::prepare(database_, "INSERT OR FAIL INTO t (a, b)", 2).value();
        return rows_of_t.run(rows, [&](Statement& statement, int first, std::size_t row) {
            const auto number = static_cast<std::int64_t>(row % distinct);
            const auto bound = statement.bind(first, number);
            return bound ? statement.bind(first + 1, number * 10) : bound;
        });
    }

    std::int64_t integer(std::string_view sql) { return database_.integer(sql).value(); }

    Sqlite database_ = Sqlite::open(":memory:").value();
};

class GroupInsertSizes : public GroupInsertTest,
                         public testing::WithParamInterface<std::size_t> { };

TEST_P(GroupInsertSizes, StoresEachRowOnce)
{
    const auto rows = GetParam();
    ASSERT_TRUE(insert(rows, rows + 1));
    EXPECT_EQ(integer("SELECT count(*) FROM t"), static_cast<std::int64_t>(rows));
    EXPECT_EQ(integer("SELECT count(*) FROM t WHERE b = a * 10"), static_cast<std::int64_t>(rows));
    EXPECT_EQ(integer("SELECT count(DISTINCT a) FROM t"), static_cast<std::int64_t>(rows));
}

constexpr auto group = GroupInsert::rows_of_a_group;
INSTANTIATE_TEST_SUITE_P(NumbersOfRows, GroupInsertSizes,
    testing::Values(0, 1, group - 1, group, group + 1, 3 * group, 3 * group + 5),
    [](const auto& test) { return "rows" + std::to_string(test.param); });

TEST_F(GroupInsertTest, ARowThatIsThereIsAnError)
{
    EXPECT_FALSE(insert(group + 1, group));
    EXPECT_FALSE(insert(group, group - 1));
}

}  // namespace
}  // namespace hive
