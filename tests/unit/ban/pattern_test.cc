#include "daemons/ban/pattern.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

TEST(Pattern, FindsAnywhereInTheSubject)
{
    auto pattern = Pattern::compile("b+").value();
    EXPECT_EQ(pattern.search(Subject {"aabbc"}), Pattern::Outcome::match);
    EXPECT_EQ(pattern.search(Subject {"aac"}), Pattern::Outcome::none);
}

TEST(Pattern, SaysWhereAnExpressionIsWrong)
{
    const auto pattern = Pattern::compile("a(b");
    ASSERT_FALSE(pattern);
    EXPECT_EQ(
        pattern.error().message(), "missing closing parenthesis at character 4 of the expression");
}

TEST(Pattern, GivesTheFirstGroupOfANameThatTookPart)
{
    auto pattern = Pattern::compile("(?P<x>a)|(?P<x>b)|c").value();
    ASSERT_EQ(pattern.search(Subject {"b"}), Pattern::Outcome::match);
    EXPECT_EQ(pattern.group("x"), "b");
    ASSERT_EQ(pattern.search(Subject {"c"}), Pattern::Outcome::match);
    EXPECT_EQ(pattern.group("x"), std::nullopt);
    EXPECT_EQ(pattern.group("y"), std::nullopt);
    EXPECT_TRUE(pattern.has_group("x"));
    EXPECT_FALSE(pattern.has_group("y"));
}

TEST(Pattern, TakesControlCharacters)
{
    auto pattern = Pattern::compile("^a.b$").value();
    EXPECT_EQ(pattern.search(Subject {"a\x01"
                                      "b"}),
        Pattern::Outcome::match);
    EXPECT_EQ(pattern.search(Subject {}), Pattern::Outcome::none);
}

TEST(Pattern, GivesUpOnALineThatWouldTakeForEver)
{
    auto pattern = Pattern::compile("^(?:a+)+$").value();
    const auto text = std::string(200, 'a') + "b";
    EXPECT_EQ(pattern.search(Subject {text}), Pattern::Outcome::overrun);
}

TEST(Pattern, GivesUpOnATextThatIsNoUtf8)
{
    auto pattern = Pattern::compile(R"(\w+$)").value();
    EXPECT_EQ(pattern.search(Subject {"((?\xff\xff"}), Pattern::Outcome::overrun);
}

TEST(Pattern, HasStackForTheLongestLine)
{
    auto pattern = Pattern::compile("^(?:(a)|b)*c$").value();
    const auto text = std::string(8190, 'a') + "dc";
    EXPECT_EQ(pattern.search(Subject {text}), Pattern::Outcome::none);
}

struct UnicodeCase {
    const char* name;
    const char* expression;
    const char* text;
};
class UnicodePatterns : public testing::TestWithParam<UnicodeCase> { };

TEST_P(UnicodePatterns, ReadCharactersAsPythonDoes)
{
    auto pattern = Pattern::compile(GetParam().expression).value();
    EXPECT_EQ(pattern.search(Subject {GetParam().text}), Pattern::Outcome::match);
}

INSTANTIATE_TEST_SUITE_P(Table, UnicodePatterns,
    testing::Values(UnicodeCase {"Dot", "^a.b$",
                        "a\xc3\xa9"
                        "b"},
        UnicodeCase {"Letter", R"(^\w+$)", "caf\xc3\xa9"},
        UnicodeCase {"Space", R"(a\sb)",
            "a\xc2\xa0"
            "b"},
        UnicodeCase {"SeparatorOfAscii", R"(a\sb)",
            "a\x1c"
            "b"},
        UnicodeCase {"SeparatorInAClass", R"(a[\s,]b)",
            "a\x1f"
            "b"},
        UnicodeCase {"Capital", "(?iu)\xc3\x89", "\xc3\xa9"}),
    [](const auto& param) { return param.param.name; });

TEST(Pattern, FindsTheEndsOfEachLineWhenThereAreMany)
{
    auto one = Pattern::compile("^b$").value();
    auto many = Pattern::compile("^b$", Pattern::Lines::many).value();
    EXPECT_EQ(one.search(Subject {"a\nb\nc"}), Pattern::Outcome::none);
    EXPECT_EQ(many.search(Subject {"a\nb\nc"}), Pattern::Outcome::match);
}

TEST(Pattern, LooksBehindWhereItStarts)
{
    auto pattern = Pattern::compile("(?<=a)b").value();
    EXPECT_EQ(pattern.search(Subject {"ab"}, 1), Pattern::Outcome::match);
    EXPECT_EQ(pattern.begin(), 1U);
    EXPECT_EQ(pattern.end(), 2U);
    EXPECT_EQ(pattern.search(Subject {"ab"}, 3), Pattern::Outcome::none);
}

struct SettledCase {
    const char* name;
    const char* expression;
    const char* start;
    bool is_settled;
};
class SettledPatterns : public testing::TestWithParam<SettledCase> { };

TEST_P(SettledPatterns, DoNotLookBehindTheEnd)
{
    auto pattern = Pattern::compile(GetParam().expression).value();
    EXPECT_EQ(pattern.is_settled_by(Subject {GetParam().start}), GetParam().is_settled);
}

INSTANTIATE_TEST_SUITE_P(Table, SettledPatterns,
    testing::Values(SettledCase {"Whole", "^ab", "ab", true},
        SettledCase {"MayGoOn", "^ab+", "ab", false},
        SettledCase {"GoesNotOn", "^ab+", "abc", true},
        SettledCase {"Boundary", R"(^ab(?=\b|\W|$))", "ab", false},
        SettledCase {"BoundarySeen", R"(^ab(?=\b|\W|$))", "ab ", true},
        SettledCase {"Optional", "^ab(?: cd)?", "ab c", false},
        SettledCase {"End", "^ab$", "ab", false}, SettledCase {"None", "^ab", "cd", false}),
    [](const auto& param) { return param.param.name; });

TEST(Subject, KnowsTheAlphabetOfItsParts)
{
    EXPECT_TRUE(Subject {"a b"}.with("a\n").is_plain());
    EXPECT_EQ(Subject {"a b"}.with("a\n").text(), "a\n");
    EXPECT_TRUE(Subject {"a \xc3\xa9"}.with("a\n").is_plain());
    EXPECT_FALSE(Subject {"a \xc3\xa9"}.with("\xc3\xa9\n").is_plain());
}

}  // namespace
}  // namespace hive
