#include "supervisor/core/command_line.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

struct Row {
    const char* name;
    const char* text;
    std::vector<std::string> words;
};

class GoodCommand : public testing::TestWithParam<Row> { };

TEST_P(GoodCommand, IsSplitIntoWords)
{
    const auto words = split_command(GetParam().text);
    ASSERT_TRUE(words) << words.error().message();
    EXPECT_EQ(*words, GetParam().words);
}

INSTANTIATE_TEST_SUITE_P(Rows, GoodCommand,
    testing::Values(Row {"OneWord", "hive-proxy", {"hive-proxy"}},
        Row {"Blanks", "  a \t b  ", {"a", "b"}}, Row {"DoubleQuotes", "a \"b c\"d", {"a", "b cd"}},
        Row {"SingleQuotesKeepBackslashes", R"(a 'b\c')", {"a", R"(b\c)"}},
        Row {"Backslash", R"(a b\ c \")", {"a", "b c", "\""}},
        Row {"EmptyWord", "a '' b", {"a", "", "b"}},
        Row {"NothingIsExpanded", "echo $HOME *", {"echo", "$HOME", "*"}}),
    [](const auto& row) { return row.param.name; });

class BadCommand : public testing::TestWithParam<Row> { };

TEST_P(BadCommand, IsRefused)
{
    EXPECT_FALSE(split_command(GetParam().text));
}

INSTANTIATE_TEST_SUITE_P(Rows, BadCommand,
    testing::Values(Row {"Empty", "", {}}, Row {"Blank", "  ", {}}, Row {"OpenQuote", "a 'b", {}},
        Row {"OpenDoubleQuote", "a \"b", {}}, Row {"TrailingBackslash", "a b\\", {}},
        Row {"EmptyProgram", "'' a", {}}),
    [](const auto& row) { return row.param.name; });

TEST(Command, NamesItsConfiguration)
{
    EXPECT_EQ(named_configuration({"p", "-c", "/etc/p.ini"}, "x"), "/etc/p.ini");
    EXPECT_EQ(named_configuration({"p", "-v", "-c/etc/q.ini"}, "x"), "/etc/q.ini");
    EXPECT_EQ(named_configuration({"p", "--config", "r.ini"}, "x"), "r.ini");
    EXPECT_EQ(named_configuration({"p", "--config=s.ini"}, "x"), "s.ini");
    EXPECT_EQ(named_configuration({"p", "-c"}, "x"), "x");
    EXPECT_EQ(named_configuration({"p"}, "x"), "x");
}

class FindProgram : public testing::Test {
protected:
    void SetUp() override
    {
        std::string pattern = testing::TempDir() + "programXXXXXX";
        directory_ = ::mkdtemp(pattern.data());
        std::ofstream {directory_ + "/tool"} << "#!/bin/sh\n";
        std::filesystem::permissions(directory_ + "/tool", std::filesystem::perms::owner_all);
        std::ofstream {directory_ + "/text"} << "not a program\n";
    }
    void TearDown() override { std::filesystem::remove_all(directory_); }

    std::string directory_;
};

TEST_F(FindProgram, TakesAPathAsItIs)
{
    EXPECT_EQ(find_program(directory_ + "/tool", "/nowhere", "").value(), directory_ + "/tool");
    EXPECT_FALSE(find_program(directory_ + "/other", directory_, directory_));
}

TEST_F(FindProgram, LooksBesideTheSupervisorFirst)
{
    EXPECT_EQ(find_program("tool", directory_, "/usr/bin").value(), directory_ + "/tool");
}

TEST_F(FindProgram, ThenInTheSearchPath)
{
    const auto path = "/nowhere:" + directory_;
    EXPECT_EQ(find_program("tool", "/nowhere", path).value(), directory_ + "/tool");
}

TEST_F(FindProgram, WantsAnExecutableFile)
{
    EXPECT_FALSE(find_program("text", directory_, ""));
}

}  // namespace
}  // namespace hive
