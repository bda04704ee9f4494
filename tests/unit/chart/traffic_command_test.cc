#include "daemons/chart/traffic_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

struct GoodRow {
    const char* name;
    Operation operation;
    const char* body;
    const char* verb;
    const char* arguments;
};

class GuardCommands : public testing::TestWithParam<GoodRow> { };

TEST_P(GuardCommands, BecomeVerbsWithTheUser)
{
    const auto& row = GetParam();
    const auto command = parse_guard_command(row.operation, row.body, "ann");
    ASSERT_TRUE(command) << command.error().message();
    EXPECT_EQ(command->verb, row.verb);
    EXPECT_EQ(command->arguments, row.arguments);
}

INSTANTIATE_TEST_SUITE_P(Rows, GuardCommands,
    testing::Values(
        GoodRow {"UndoAddress", Operation::undo_decision, R"({"address": "::ffff:192.0.2.7"})",
            "undo", R"({"remember":false,"address":"192.0.2.7","user":"ann"})"},
        GoodRow {"UndoDecision", Operation::undo_decision, R"({"decision": 5, "remember": true})",
            "undo", R"({"remember":true,"decision":5,"user":"ann"})"},
        GoodRow {"Ban", Operation::ban_client, R"({"address": "2001:db8::1", "seconds": 3600})",
            "ban", R"({"address":"2001:db8::1","seconds":3600,"user":"ann"})"},
        GoodRow {"BanForAWhile", Operation::ban_client, R"({"address": "192.0.2.7"})", "ban",
            R"({"address":"192.0.2.7","seconds":600,"user":"ann"})"},
        GoodRow {"Safe", Operation::add_safe,
            R"({"kind": "network", "value": "192.0.2.0/24", "note": "ours"})", "safe-add",
            R"({"kind":"network","value":"192.0.2.0/24","note":"ours","user":"ann"})"},
        GoodRow {"NotSafe", Operation::remove_safe, R"({"kind": "user", "value": "bob"})",
            "safe-remove", R"({"kind":"user","value":"bob","user":"ann"})"},
        GoodRow {"Arm", Operation::arm_guard, "{}", "arm", R"({"off":false,"user":"ann"})"},
        GoodRow {"DisarmClass", Operation::arm_guard, R"({"class": "Scan", "off": true})", "arm",
            R"({"off":true,"class":"Scan","user":"ann"})"},
        GoodRow {"Feedback", Operation::tell_feedback, R"({"decision": 5, "verdict": "attack"})",
            "feedback", R"({"decision":5,"verdict":"attack","user":"ann"})"}),
    [](const auto& row) { return row.param.name; });

struct BadRow {
    const char* name;
    Operation operation;
    const char* body;
    const char* error;
};

class BadGuardCommands : public testing::TestWithParam<BadRow> { };

TEST_P(BadGuardCommands, AreRefusedByName)
{
    const auto command = parse_guard_command(GetParam().operation, GetParam().body, "ann");
    ASSERT_FALSE(command);
    EXPECT_THAT(command.error().message(), testing::HasSubstr(GetParam().error));
}

INSTANTIATE_TEST_SUITE_P(Rows, BadGuardCommands,
    testing::Values(BadRow {"NoJson", Operation::ban_client, "x", ""},
        BadRow {"NoAddress", Operation::ban_client, "{}", "address: missing"},
        BadRow {"NoIp", Operation::ban_client, R"({"address": "a host"})",
            "address: 'a host' is no IP"},
        BadRow {"Forever", Operation::ban_client,
            R"({"address": "192.0.2.7", "seconds": 99999999})", "seconds: "},
        BadRow {
            "OwnUser", Operation::ban_client, R"({"address": "192.0.2.7", "user": "eve"})", "user"},
        BadRow {"NoKind", Operation::add_safe, R"({"kind": "moon", "value": "x"})",
            "kind: 'moon' is none"},
        BadRow {"HostBits", Operation::add_safe, R"({"kind": "network", "value": "192.0.2.7/24"})",
            "value: '192.0.2.7/24' is no network"},
        BadRow {"NoVerdict", Operation::tell_feedback, R"({"decision": 1, "verdict": "maybe"})",
            "verdict: 'maybe' is none of benign, attack"},
        BadRow {"NoDecision", Operation::undo_decision, R"({"decision": 0})", "decision: "}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace hive
