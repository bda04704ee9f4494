#include "tools/hive-passwd/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using Words = std::vector<const char*>;

struct ArgumentsCase {
    std::string name;
    Words words;
    PasswdArguments expected;
};

class GoodArguments : public testing::TestWithParam<ArgumentsCase> { };

TEST_P(GoodArguments, AreUnderstood)
{
    const auto parsed = parse_passwd_arguments(GetParam().words);
    ASSERT_TRUE(parsed) << parsed.error().message();
    EXPECT_EQ(parsed->command, GetParam().expected.command);
    EXPECT_EQ(parsed->file, GetParam().expected.file);
    EXPECT_EQ(parsed->operand, GetParam().expected.operand);
    EXPECT_EQ(parsed->deletes_source, GetParam().expected.deletes_source);
}

using enum PasswdCommand;
INSTANTIATE_TEST_SUITE_P(CommandLines, GoodArguments,
    testing::Values(ArgumentsCase {"Add", {"add", "ann"}, {.command = add, .operand = "ann"}},
        ArgumentsCase {"FileInFront", {"-f", "users", "delete", "ann"},
            {.command = remove, .file = "users", .operand = "ann"}},
        ArgumentsCase {"FileBehind", {"verify", "ann", "-f", "users"},
            {.command = verify, .file = "users", .operand = "ann"}},
        ArgumentsCase {"List", {"list"}, {.command = list}},
        ArgumentsCase {"Random", {"random", "ann"}, {.command = random, .operand = "ann"}},
        ArgumentsCase {"Import", {"import", "plain"}, {.command = import, .operand = "plain"}},
        ArgumentsCase {"ImportAndDelete", {"import", "--delete-source", "plain"},
            {.command = import, .operand = "plain", .deletes_source = true}},
        ArgumentsCase {"NameThatLooksLikeAnOption", {"add", "--", "--help"},
            {.command = add, .operand = "--help"}},
        ArgumentsCase {"Help", {"add", "--help"}, {.command = help}},
        ArgumentsCase {"Version", {"--version"}, {.command = version}}),
    [](const auto& row) { return row.param.name; });

struct MistakenCase {
    std::string name;
    Words words;
    std::string message;
};

class MistakenArguments : public testing::TestWithParam<MistakenCase> { };

TEST_P(MistakenArguments, AreRefusedWithoutRepeatingThem)
{
    const auto parsed = parse_passwd_arguments(GetParam().words);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().message(), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(CommandLines, MistakenArguments,
    testing::Values(MistakenCase {"Nothing", {}, "no command"},
        MistakenCase {"UnknownCommand", {"s3cret"}, "unknown command"},
        MistakenCase {"UnknownOption", {"--s3cret"}, "unknown option"},
        MistakenCase {"PasswordAsArgument", {"add", "ann", "s3cret"},
            "add takes one NAME; a password is asked for, never an argument"},
        MistakenCase {"NoName", {"add"}, "add needs a NAME"},
        MistakenCase {"EmptyName", {"add", ""}, "add needs a NAME"},
        MistakenCase {"ListWithName", {"list", "ann"}, "list takes no argument"},
        MistakenCase {"NoFile", {"list", "-f"}, "-f needs a FILE"},
        MistakenCase {"EmptyFile", {"-f", "", "list"}, "-f needs a FILE"},
        MistakenCase {"DeleteSourceElsewhere", {"add", "ann", "--delete-source"},
            "--delete-source belongs to import"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace hive
