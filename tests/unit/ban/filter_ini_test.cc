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
    EXPECT_EQ(FilterIni::parse(GetParam().text)->value("D", "x").value(), GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(Table, Values,
    testing::Values(ValueCase {"Plain", "[D]\nx = a b\n", "a b"},
        ValueCase {"Colon", "[D]\nx: a\n", "a"}, ValueCase {"Missing", "[D]\n", ""},
        ValueCase {"Continued", "[D]\nx = a\n  b\n\n  # no\n  c\n", "a\nb\nc"},
        ValueCase {"ContinuedFromNothing", "[D]\nx =\n  b\n", "\nb"},
        ValueCase {"Comment", "# c\n[D]\n; c\nx = a;b ; c\n", "a;b"},
        ValueCase {"NameInCapitals", "[D]\nX = a\n", "a"},
        ValueCase {"Default", "[DEFAULT]\nx = a\n[D]\n", "a"},
        ValueCase {"OverDefault", "[DEFAULT]\nx = a\n[D]\nx = b\n", "b"},
        ValueCase {"Percent", "[D]\nx = %(y)s%%\ny = b\n", "b%"},
        ValueCase {"PercentOfSection", "[D]\nx = %(E/y)s\n[E]\ny = b\n", "b"},
        ValueCase {"PercentInPercent", "[D]\nx = %(y)s\ny = <%(z)s>\nz = c\n", "<c>"},
        ValueCase {"Tag", "[D]\nx = <y>\ny = b\n", "b"},
        ValueCase {"TagInTag", "[D]\nx = <y-<z>>\ny-q = b\nz = q\n", "b"},
        ValueCase {"TagOfSection", "[D]\nx = <lt_<t>/y>\nt = f\n[lt_f]\ny = b\n", "b"},
        ValueCase {"TagOfInit", "[D]\nx = <y>\n[Init]\ny = b\n", "b"},
        ValueCase {"EmptyTag", "[D]\nx = a<y>\ny =\n", "a"},
        ValueCase {"UnknownTag", "[D]\nx = (?P<y>a)<HOST>\n", "(?P<y>a)<HOST>"}),
    [](const auto& param) { return param.param.name; });

struct EndlessCase {
    const char* name;
    const char* text;
    const char* message;
};
class Refused : public testing::TestWithParam<EndlessCase> { };

TEST_P(Refused, WithTheReason)
{
    const auto value = FilterIni::parse(GetParam().text)->value("D", "x");
    ASSERT_FALSE(value);
    EXPECT_THAT(value.error().message(), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(Table, Refused,
    testing::Values(EndlessCase {"PercentOfItself", "[D]\nx = %(x)s\n", "refers to itself"},
        EndlessCase {"TagOfItself", "[D]\nx = <x>\n", "refers to itself"},
        EndlessCase {"TagThatGrows", "[D]\nx = aaaa<x><x>\n", "refers to itself"},
        EndlessCase {"Doubling",
            "[D]\nx = %(a)s%(a)s\na = %(b)s%(b)s\nb = %(c)s%(c)s\nc = %(d)s%(d)s\n"
            "d = %(e)s%(e)s\ne = %(f)s%(f)s\nf = %(g)s%(g)s\ng = %(h)s%(h)s\nh = %(i)s%(i)s\n"
            "i = %(j)s%(j)s\nj = %(k)s%(k)s\nk =\n",
            "refers to itself"},
        EndlessCase {"Nothing", "[D]\nx = %(y)s\n", "%(y)s refers to nothing"},
        EndlessCase {"LonePercent", "[D]\nx = 5%\n", "neither"},
        EndlessCase {"Known", "[D]\nx = %(known/x)s\n", "%(known/x)s is not supported"}),
    [](const auto& param) { return param.param.name; });

TEST(FilterIni, NamesTheLineOfAMistake)
{
    const auto ini = FilterIni::parse("[D]\n\nwords\n");
    ASSERT_FALSE(ini);
    EXPECT_EQ(ini.error().message(), "line 3: not an 'option = value' line");
    EXPECT_EQ(FilterIni::parse("x = 1\n").error().message(),
        "line 1: an option before the first [section]");
}

TEST(FilterIni, LetsALaterFileWin)
{
    auto ini = FilterIni::parse("[D]\nx = a\ny = b\n").value();
    ini.merge(FilterIni::parse("[D]\nx = c\n").value());
    EXPECT_EQ(ini.value("D", "x").value(), "c");
    EXPECT_EQ(ini.value("D", "y").value(), "b");
}

}  // namespace
}  // namespace hive
