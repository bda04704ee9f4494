#include "supervisor/core/adoption.h"

#include <csignal>

#include <gtest/gtest.h>
#include <sys/wait.h>

namespace hive {
namespace {

SavedState some_state()
{
    return {.started = 1790000000.25,
        .kept = {"notify", "pidfd.hive-proxy", "socket.hive-proxy.http.0123.0"},
        .services = {{.name = "hive-proxy",
                         .state = State::degraded,
                         .since = 1790000010.5,
                         .pid = 4242,
                         .start_ticks = 18'446'744'073'709ULL,
                         .spawned = 1790000009,
                         .ready_since = 812.75,
                         .restarts = 3,
                         .failures = 1,
                         .status = "says \"no\"\n",
                         .last_exit = {"signal 9 (KILL)", 1790000008, 12.5},
                         .invocation = "00ff",
                         .landlock = 3,
                         .watchdog = 30'000},
            {.name = "hive-sync", .state = State::backoff, .retry_at = 1790000099}}};
}

TEST(SavedState, ComesBackAsItWas)
{
    const auto state = parse_saved_state(serialise(some_state()));
    ASSERT_TRUE(state) << state.error().message();
    EXPECT_EQ(*state, some_state());
}

TEST(SavedState, OfNoServiceComesBack)
{
    EXPECT_EQ(parse_saved_state(serialise(SavedState {})).value(), SavedState {});
}

struct Row {
    const char* name;
    const char* text;
};

class BadSavedState : public testing::TestWithParam<Row> { };

TEST_P(BadSavedState, IsRefused)
{
    EXPECT_FALSE(parse_saved_state(GetParam().text));
}

INSTANTIATE_TEST_SUITE_P(Rows, BadSavedState,
    testing::Values(Row {"Empty", ""}, Row {"NotJson", "state"}, Row {"NotAnObject", "[]"},
        Row {"NoServices", "{\"kept\":[]}"},
        Row {"KeptOfAnotherType", "{\"kept\":1,\"services\":[]}"},
        Row {"UnknownState", "{\"kept\":[],\"services\":[{\"name\":\"a\",\"state\":\"odd\"}]}"},
        Row {"NoName", "{\"kept\":[],\"services\":[{\"state\":\"ready\"}]}"},
        Row {"ServiceOfAnotherType", "{\"kept\":[],\"services\":[7]}"}),
    [](const auto& row) { return row.param.name; });

TEST(ExitText, NamesStatusesAndSignals)
{
    EXPECT_EQ(exit_text(W_EXITCODE(70, 0)), "exit 70");
    EXPECT_EQ(exit_text(W_EXITCODE(0, 0)), "exit 0");
    EXPECT_EQ(exit_text(SIGKILL), "signal 9 (KILL)");
    EXPECT_EQ(exit_text(SIGSEGV), "signal 11 (SEGV)");
}

}  // namespace
}  // namespace hive
