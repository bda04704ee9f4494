#include "tools/hive-notify/program_run.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

struct Row {
    const char* name;
    const char* script;
    const char* outcome;
};

class ProgramRun : public testing::TestWithParam<Row> { };

TEST_P(ProgramRun, SaysHowItEnded)
{
    const auto outcome = run_program(
        {.words = {"/bin/sh", "-c", GetParam().script}, .body = "{}", .environment = {"A=b"}},
        std::chrono::seconds {1});
    EXPECT_EQ(outcome ? *outcome : outcome.error().message(), GetParam().outcome);
}

INSTANTIATE_TEST_SUITE_P(Cases, ProgramRun,
    testing::Values(Row {"Good", "exit 0", "exit 0"}, Row {"Bad", "exit 3", "/bin/sh exit 3"},
        Row {"Killed", "kill -9 $$", "/bin/sh ended by signal 9"},
        Row {"Input", "test \"$(cat)\" = '{}'", "exit 0"},
        Row {"Environment", "test $A = b", "exit 0"},
        Row {"Late", "sleep 60", "/bin/sh did not end within 1 s"}),
    [](const auto& row) { return row.param.name; });

TEST(ProgramRun, NamesAProgramThatIsNotThere)
{
    const auto outcome = run_program({.words = {"/no/such"}}, std::chrono::seconds {1});
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().message(), "run /no/such: No such file or directory");
}

}  // namespace
}  // namespace hive
