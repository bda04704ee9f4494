#include "daemons/ban/python_regex.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::HasSubstr;

struct RegexCase {
    const char* name;
    const char* python;
    const char* pcre;
};
class PythonRegex : public testing::TestWithParam<RegexCase> { };

TEST_P(PythonRegex, BecomesOneOfPcre)
{
    EXPECT_EQ(translate_python_regex(GetParam().python).value(), GetParam().pcre);
}

INSTANTIATE_TEST_SUITE_P(Table, PythonRegex,
    testing::Values(RegexCase {"Same", R"(^(?:a|b)+\s\d{2,3}$)", R"(^(?:a|b)+\s\d{2,3}$)"},
        RegexCase {"End", R"(a\Z)", R"(a\z)"}, RegexCase {"VerticalTab", R"(\v)", R"(\x0b)"},
        RegexCase {"UpTo", "a{,3}", "a{0,3}"}, RegexCase {"AnyNumber", "a{,}", "a{0,}"},
        RegexCase {"Brace", "a{x}", "a{x}"}, RegexCase {"UnicodeFlag", "(?iu)a", "(?i)a"},
        RegexCase {"OnlyPythonFlags", "(?u)a", "(?)a"},
        RegexCase {"FlagsOfAGroup", "(?is-x:a)", "(?is-x:a)"},
        RegexCase {"Comment", "a(?#why)b", "ab"},
        RegexCase {"Named", "(?P<x>a)(?P=x)", "(?P<x>a)(?P=x)"},
        RegexCase {"Condition", "(?P<x>a)?(?(x)b|c)", "(?P<x>a)?(?(<x>)b|c)"},
        RegexCase {"NumberedCondition", "(a)?(?(1)b|c)", "(a)?(?(1)b|c)"},
        RegexCase {"BracketInAClass", "[[:alpha:]", R"([\[:alpha:])"},
        RegexCase {"ClosingBracketFirst", "[]a][^]b]", R"([\]a][^\]b])"},
        RegexCase {"CodePoint", R"(\u0041\U0000004a)", R"(\x41\x4a)"},
        RegexCase {"Possessive", "a++(?>b)", "a++(?>b)"}),
    [](const auto& param) { return param.param.name; });

struct BadRegexCase {
    const char* name;
    const char* python;
    const char* message;
};
class BadPythonRegex : public testing::TestWithParam<BadRegexCase> { };

TEST_P(BadPythonRegex, IsRefused)
{
    const auto translated = translate_python_regex(GetParam().python);
    ASSERT_FALSE(translated);
    EXPECT_THAT(translated.error().message(), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(Table, BadPythonRegex,
    testing::Values(BadRegexCase {"Keep", R"(a\Kb)", "bad escape \\K"},
        BadRegexCase {"Quote", R"(\Qa\E)", "bad escape \\Q"},
        BadRegexCase {"Recursion", "(?R)", "unknown extension"},
        BadRegexCase {"Verb", "(*ACCEPT)", "nothing to repeat"},
        BadRegexCase {"PerlName", "(?<x>a)", "unknown extension"},
        BadRegexCase {"OpenClass", "[a", "without its end"},
        BadRegexCase {"LastBackslash", "a\\", "backslash at the end"},
        BadRegexCase {"HalfHex", R"(\x4)", "incomplete escape"},
        BadRegexCase {"ConditionWithoutName", "(?()a)", "without its name"}),
    [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace hive
