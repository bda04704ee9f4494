#include "supervisor/core/lifecycle.h"

#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace hive {
namespace {

// Every pair: one row a state, one word an event in the order of enum Event. A word is the
// next state and what is done; "." leaves all as it is.
struct Row {
    State state;
    const char* steps;
};

//                         start restart... see column heads
// events: start stop restart dependencies_ready spawn_failed became_ready became_degraded
//         recovered start_timeout unresponsive stop_timeout exited exited_misconfigured
//         retry_due configuration_changed monitor unmonitor leaves
constexpr Row table[] {
    {State::stopped, "waiting/await . waiting/await . . . . . . . . . . . . . . ."},
    {State::waiting, ". stopped/settle . starting/spawn . . . . . . . . . . . . . ."},
    {State::starting,
        ". stopping/terminate restarting/terminate . backoff/retry ready/supervise . . "
        "failing/kill failing/kill . backoff/retry misconfigured/watch . . . . failing/end"},
    {State::ready,
        ". stopping/terminate restarting/terminate . . . degraded/none . . failing/kill . "
        "backoff/retry misconfigured/watch . . . unmonitored/relax failing/end"},
    {State::degraded,
        ". stopping/terminate restarting/terminate . . . . ready/none . failing/kill . "
        "backoff/retry misconfigured/watch . . . unmonitored/relax failing/end"},
    {State::stopping,
        "restarting/none . restarting/none . . . . . . . stopping/kill stopped/settle "
        "stopped/settle . . . . ."},
    {State::restarting,
        ". stopping/none . . . . . . . . restarting/kill waiting/await waiting/await . . . . ."},
    {State::failing,
        ". stopping/none restarting/none . . . . . . . failing/kill backoff/retry backoff/retry "
        ". . . . ."},
    {State::backoff,
        "waiting/await stopped/settle waiting/await . . . . . . . . . . waiting/await . . . ."},
    {State::misconfigured,
        "waiting/await stopped/settle waiting/await . . . . . . . . . . . waiting/await . . ."},
    {State::unmonitored,
        "ready/supervise stopping/terminate restarting/terminate . . . . . . . . stopped/settle "
        "stopped/settle . . ready/supervise . ."},
};

std::string word_of(Action action)
{
    switch (action) {
    case Action::none: return "none";
    case Action::settle: return "settle";
    case Action::await_dependencies: return "await";
    case Action::spawn: return "spawn";
    case Action::supervise: return "supervise";
    case Action::terminate: return "terminate";
    case Action::kill: return "kill";
    case Action::schedule_retry: return "retry";
    case Action::watch_configuration: return "watch";
    case Action::await_end: return "end";
    case Action::relax: return "relax";
    }
    return "?";
}

std::string step_as_word(State state, Event event)
{
    const auto taken = step(state, event);
    if (taken == Step {state, Action::none})
        return ".";
    return std::string {exact_name(taken.next)} + '/' + word_of(taken.action);
}

class LifecycleRow : public testing::TestWithParam<Row> { };

TEST_P(LifecycleRow, AnswersEveryEventAsTheTableSays)
{
    std::istringstream words {GetParam().steps};
    for (int event = 0; event < event_count; ++event) {
        std::string expected;
        ASSERT_TRUE(words >> expected) << "the row lacks event " << event;
        EXPECT_EQ(step_as_word(GetParam().state, static_cast<Event>(event)), expected)
            << "event " << event;
    }
    std::string surplus;
    EXPECT_FALSE(words >> surplus);
}

INSTANTIATE_TEST_SUITE_P(EveryState, LifecycleRow, testing::ValuesIn(table),
    [](const auto& row) { return std::string {exact_name(row.param.state)}; });

TEST(Lifecycle, TheTableHasEveryState)
{
    EXPECT_EQ(std::size(table), static_cast<std::size_t>(state_count));
}

class EveryState : public testing::TestWithParam<int> { };

TEST_P(EveryState, IsFoundAgainByItsExactName)
{
    const auto state = static_cast<State>(GetParam());
    EXPECT_EQ(state_named(exact_name(state)), state);
}

INSTANTIATE_TEST_SUITE_P(Numbers, EveryState, testing::Range(0, state_count));

TEST(Lifecycle, ShowsPeopleEightStates)
{
    EXPECT_EQ(shown_name(State::waiting), "starting");
    EXPECT_EQ(shown_name(State::restarting), "stopping");
    EXPECT_EQ(shown_name(State::failing), "stopping");
    EXPECT_EQ(shown_name(State::misconfigured), "misconfigured");
    EXPECT_EQ(shown_name(State::unmonitored), "unmonitored");
}

TEST(Lifecycle, KnowsNoStateOfAnotherName)
{
    EXPECT_FALSE(state_named("asleep"));
}

TEST(Lifecycle, OnlyWhatServesLetsDependantsStart)
{
    EXPECT_TRUE(is_up(State::ready));
    EXPECT_TRUE(is_up(State::degraded));
    EXPECT_TRUE(is_up(State::unmonitored));
    EXPECT_FALSE(is_up(State::starting));
    EXPECT_FALSE(is_up(State::stopping));
}

}  // namespace
}  // namespace hive
