#include "supervisor/core/process_stat.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "lib/file.h"

namespace hive {
namespace {

using testing::UnorderedElementsAre;

constexpr const char* usual
    = "4242 (hive-proxy) S 4000 4242 4242 0 -1 4194560 1500 0 3 0 120 34 7 8 20 0 4 0 987654 "
      "123456789 1281 18446744073709551615 1 1 0 0 0 0 0 4096 0 0 0 0 17 1 0 0 0 0 0\n";

TEST(ProcessStat, ReadsTheFieldsOfProc)
{
    const auto stat = parse_process_stat(usual).value();
    EXPECT_EQ(stat.pid, 4242);
    EXPECT_EQ(stat.name, "hive-proxy");
    EXPECT_EQ(stat.state, 'S');
    EXPECT_EQ(stat.parent, 4000);
    EXPECT_EQ(stat.session, 4242);
    EXPECT_EQ(stat.cpu_ticks, 154U);
    EXPECT_EQ(stat.start_ticks, 987654U);
    EXPECT_EQ(stat.resident_pages, 1281);
}

TEST(ProcessStat, AllowsBlanksAndBracketsInAName)
{
    const auto stat = parse_process_stat("7 (a) S 1) (b) R 1 7 7 0 -1 0 0 0 0 0 1 2 0 0 20 0 1 0 "
                                         "55 1000 9 0")
                          .value();
    EXPECT_EQ(stat.name, "a) S 1) (b");
    EXPECT_EQ(stat.state, 'R');
    EXPECT_EQ(stat.start_ticks, 55U);
}

TEST(ProcessStat, ReadsThisVeryProcess)
{
    const auto stat = parse_process_stat(read_file("/proc/self/stat").value()).value();
    EXPECT_EQ(stat.pid, ::getpid());
    EXPECT_EQ(stat.parent, ::getppid());
    EXPECT_EQ(stat.session, ::getsid(0));
    EXPECT_GT(stat.resident_pages, 0);
}

struct Row {
    const char* name;
    const char* text;
};

class BadProcessStat : public testing::TestWithParam<Row> { };

TEST_P(BadProcessStat, IsNothing)
{
    EXPECT_FALSE(parse_process_stat(GetParam().text));
}

INSTANTIATE_TEST_SUITE_P(Rows, BadProcessStat,
    testing::Values(Row {"Empty", ""}, Row {"NoName", "1 2 3"}, Row {"NoPid", " (a) S 1 1 1"},
        Row {"BracketsTurned", "1 )a( S 1"}, Row {"CutShort", "1 (a) S 1 1 1 0 -1 0 0"},
        Row {"NotANumber", "1 (a) S x 1 1 0 -1 0 0 0 0 0 1 2 0 0 20 0 1 0 5 1 9"},
        Row {"NameAtFront", "(a) S 1 1 1"}),
    [](const auto& row) { return row.param.name; });

ProcessStat process(pid_t pid, pid_t parent, pid_t session)
{
    return {.pid = pid, .parent = parent, .session = session};
}

TEST(ProcessTree, HasAllBelowTheRoot)
{
    EXPECT_THAT(process_tree({process(1, 0, 1), process(10, 1, 10), process(12, 11, 10),
                                 process(11, 10, 10), process(20, 1, 20)},
                    10),
        UnorderedElementsAre(10, 11, 12));
}

TEST(ProcessTree, HasOrphansOfItsSession)
{
    EXPECT_THAT(
        process_tree({process(10, 1, 10), process(15, 1, 10)}, 10), UnorderedElementsAre(10, 15));
}

TEST(ProcessTree, FollowsThoseThatLeftTheSession)
{
    EXPECT_THAT(process_tree({process(10, 1, 10), process(15, 10, 15), process(16, 15, 15)}, 10),
        UnorderedElementsAre(10, 15, 16));
}

constexpr const char* tcp_table
    = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout "
      "inode\n"
      "   0: 0100007F:1F90 0100007F:9999 01 00000000:00000000 00:00000000 00000000  1000 0 111 1\n"
      "   1: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000    33 0 222 1\n";

TEST(ListeningInode, IsThatOfTheListeningSocketOnThePort)
{
    EXPECT_EQ(listening_inode(tcp_table, 8080), 222U);
    EXPECT_EQ(listening_inode(tcp_table, 80), 0U);
    EXPECT_EQ(listening_inode("", 8080), 0U);
    EXPECT_EQ(listening_inode("junk\n\n: :\n", 8080), 0U);
}

}  // namespace
}  // namespace hive
