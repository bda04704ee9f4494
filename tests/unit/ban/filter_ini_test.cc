#include "daemons/ban/filter_ini.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::HasSubstr;

struct ValueCase {
    const char* name;
    const char* text;
    const char* value;  // of [D] x
};
class Values : public testing::TestWithParam<ValueCase> { };

TEST_P(Values, AreFilledIn)
{
    EXPECT_EQ(FilterIni::parse(GetParam().text, "f")->value("D", "x").value().value_or(""),
        GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(Table, Values,
    testing::Values(ValueCase {"Plain", "[D]\nx = a b\n", "a b"},
        ValueCase {"Colon", "[D]\nx: a\n", "a"}, ValueCase {"Missing", "[D]\n", ""},
        ValueCase {"Continued", "[D]\nx = a\n  b\n\n  # no\n  c\n", "a\nb\n\nc"},
        ValueCase {"ContinuedFromNothing", "[D]\nx =\n  b\n", "\nb"},
        ValueCase {"Comment", "# c\n[D]\n; c\nx = a;b ; c\n", "a;b"},
        ValueCase {"NameInCapitals", "[D]\nX = a\n", "a"},
        ValueCase {"Default", "[DEFAULT]\nx = a\n[D]\n", "a"},
        ValueCase {"OverDefault", "[DEFAULT]\nx = a\n[D]\nx = b\n", "b"},
        ValueCase {"Percent", "[D]\nx = %(y)s%%\ny = b\n", "b%"},
        ValueCase {"PercentOfSection", "[D]\nx = %(E/y)s\n[E]\ny = b\n", "b"},
        ValueCase {"PercentInPercent", "[D]\nx = %(y)s\ny = <%(z)s>\nz = c\n", "<c>"},
        ValueCase {"SeenFromHere", "[D]\nx = %(E/y)s\nz = d\n[E]\ny = %(z)s\nz = e\n", "d"},
        ValueCase {"OfDefault", "[DEFAULT]\ny = b\n[D]\nx = %(default/y)s\ny = c\n", "b"},
        ValueCase {"KnownFallsBack", "[DEFAULT]\nx = b\n[D]\nx = %(known/x)s\n", "b"},
        ValueCase {"Name", "[D]\nx = %(__name__)s\n", "D"},
        ValueCase {"EmptyLineWithin", "[D]\nx = a\n\n  b\n", "a\n\nb"},
        ValueCase {"DeeperOnly", "[D]\n  x = a\n  y = b\n    c\n", "a"}),
    [](const auto& param) { return param.param.name; });

struct EndlessCase {
    const char* name;
    const char* text;
    const char* message;
};
class Refused : public testing::TestWithParam<EndlessCase> { };

TEST_P(Refused, WithTheReason)
{
    const auto value = FilterIni::parse(GetParam().text, "f")->value("D", "x");
    ASSERT_FALSE(value);
    EXPECT_THAT(value.error().message(), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(Table, Refused,
    testing::Values(EndlessCase {"PercentOfItself", "[D]\nx = %(x)s\n", "refers to itself"},
        EndlessCase {"Doubling",
            "[D]\nx = %(a)s%(a)s\na = %(b)s%(b)s\nb = %(c)s%(c)s\nc = %(d)s%(d)s\n"
            "d = %(e)s%(e)s\ne = %(f)s%(f)s\nf = %(g)s%(g)s\ng = %(h)s%(h)s\nh = %(i)s%(i)s\n"
            "i = %(j)s%(j)s\nj = %(k)s%(k)s\nk =\n",
            "refers to itself"},
        EndlessCase {"Nothing", "[D]\nx = %(y)s\n", "%(y)s refers to nothing"},
        EndlessCase {"LonePercent", "[D]\nx = 5%\n", "neither"}),
    [](const auto& param) { return param.param.name; });

struct BadIniCase {
    const char* name;
    const char* text;
    const char* message;
};
class BadInis : public testing::TestWithParam<BadIniCase> { };

TEST_P(BadInis, NameTheLine)
{
    const auto ini = FilterIni::parse(GetParam().text, "f");
    ASSERT_FALSE(ini);
    EXPECT_EQ(ini.error().message(), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(Table, BadInis,
    testing::Values(BadIniCase {"Words", "[D]\n\nwords\n", "f:3: not an 'option = value' line"},
        BadIniCase {"NoSection", "x = 1\n", "f:1: an option before the first [section]"},
        BadIniCase {"Twice", "[D]\nx = 1\nX = 2\n", "f:3: the option 'x' is in [D] twice"},
        BadIniCase {"SectionTwice", "[D]\n[D]\n", "f:2: the section [D] is there twice"}),
    [](const auto& param) { return param.param.name; });

FilterIni merged(std::string_view first, std::string_view later)
{
    auto ini = FilterIni::parse(first, "f").value();
    ini.merge(FilterIni::parse(later, "g").value());
    return ini;
}

TEST(FilterIni, LetsALaterFileWin)
{
    const auto ini = merged("[D]\nx = a\ny = b\n", "[D]\nx = c\n");
    EXPECT_EQ(ini.value("D", "x").value(), "c");
    EXPECT_EQ(ini.value("D", "y").value(), "b");
    EXPECT_EQ(ini.find("D", "x")->where, "g:2");
    EXPECT_EQ(ini.where("D"), "f:1");
}

TEST(FilterIni, KnowsWhatALaterFileReplaced)
{
    const auto ini = merged("[D]\nx = a\n", "[D]\nx = %(known/x)s, b\n");
    EXPECT_EQ(ini.value("D", "x").value(), "a, b");
}

TEST(FilterIni, KeepsAConditionalSectionApart)
{
    const auto ini = merged("[Init]\nx = a\n", "[Init?family=inet6]\nx = b\n");
    EXPECT_EQ(ini.value("Init", "x").value(), "a");
    EXPECT_EQ(ini.value("Init", "x?family=inet6").value(), "b");
}

TEST(FilterIni, LetsWhatIsGivenWin)
{
    const auto ini = FilterIni::parse("[D]\nx = %(y)s\ny = a\n", "f").value();
    EXPECT_EQ(ini.value("D", "x", {{"y", "b"}}).value(), "b");
}

}  // namespace
}  // namespace hive
