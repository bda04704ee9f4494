#include "lib/command_words.h"

#include <optional>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

struct Taken {
    int number = 0;
    std::optional<double> real;
    std::string text;
    bool is_set = false;
};

std::vector<CommandWord> words_for(Taken& to)
{
    return {{"--number", "N", "a number", sets_number(to.number, -5, 5)},
        {"--real", "X", "a real number", sets_number(to.real, 0, 0.5)},
        {"--text", "TEXT", "a text", sets_text(to.text)},
        {"--set", "", "a switch", sets_constant(to.is_set, true)}};
}

Result<Taken> take(std::vector<const char*> words)
{
    Taken taken;
    TRY(take_words(words, words_for(taken)));
    return taken;
}

TEST(CommandWords, SetWhatTheyAreDeclaredFor)
{
    const auto taken
        = take({"--number", "-5", "--real", "0.25", "--text", "--set", "--set"}).value();
    EXPECT_EQ(taken.number, -5);
    EXPECT_EQ(taken.real, 0.25);
    EXPECT_EQ(taken.text, "--set");
    EXPECT_TRUE(taken.is_set);
}

TEST(CommandWords, StandInTheListWithTheirValues)
{
    Taken unused;
    EXPECT_THAT(
        list_words(words_for(unused)), testing::HasSubstr("  --number N               a number\n"));
}

struct BadCase {
    const char* name;
    std::vector<const char*> words;
    const char* message;
};
class BadCommandWords : public testing::TestWithParam<BadCase> { };
TEST_P(BadCommandWords, AreRefusedByName)
{
    const auto taken = take(GetParam().words);
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().message(), GetParam().message);
}
INSTANTIATE_TEST_SUITE_P(All, BadCommandWords,
    testing::Values(BadCase {"Unknown", {"--numbers"}, "unknown argument '--numbers'"},
        BadCase {"NoValue", {"--text"}, "--text needs TEXT"},
        BadCase {"Empty", {"--text", ""}, "--text: must not be empty"},
        BadCase {"NoNumber", {"--number", "5x"}, "--number: '5x' is not a whole number"},
        BadCase {"NoReal", {"--real", "x"}, "--real: 'x' is not a number"},
        BadCase {"NotANumber", {"--real", "nan"}, "--real: nan is outside 0-0.5"},
        BadCase {"TooLarge", {"--number", "6"}, "--number: 6 is outside -5-5"}),
    [](const auto& row) { return std::string {row.param.name}; });

}  // namespace
}  // namespace hive
