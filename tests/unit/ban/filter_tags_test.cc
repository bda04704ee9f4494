#include "daemons/ban/filter_tags.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::HasSubstr;
using testing::Not;

struct TagCase {
    const char* name;
    const char* expression;
    const char* expanded;
};
class Tags : public testing::TestWithParam<TagCase> { };

TEST_P(Tags, BecomeGroups)
{
    EXPECT_EQ(expand_filter_tags(GetParam().expression, UseDns::yes), GetParam().expanded);
}

INSTANTIATE_TEST_SUITE_P(Table, Tags,
    testing::Values(TagCase {"None", "^a<b>c$", "^a<b>c$"},
        TagCase {"User", "<F-USER>x|y</F-USER>", "(?P<user>x|y)"},
        TagCase {"Content", "<F-CONTENT>.+</F-CONTENT>", "(?P<content>.+)"},
        TagCase {"NoFail", "<F-NOFAIL>a</F-NOFAIL>", "(?P<nofail>a)"},
        TagCase {"Gained", "<F-MLFGAINED>a</F-MLFGAINED>", "(?P<mlfgained>a)"},
        TagCase {"ClosingWithoutOpening", "a</F-USER>", "a</F-USER>"},
        TagCase {"PythonGroup", "(?P<name>a)(?(name)b)", "(?P<name>a)(?(name)b)"},
        TagCase {"Lookbehind", "(?<=a)(?<!b)", "(?<=a)(?<!b)"},
        TagCase {"LoneBracket", "a < b", "a < b"}, TagCase {"TwoBrackets", "<<b>", "<<b>"},
        TagCase {"Id", "<F-ID>a</F-ID>", "(?P<fid>a)"},
        TagCase {"IdAtOnce", "<F-ID/>", R"((?P<fid>\S+))"},
        TagCase {"Alternative", "<F-ALT_USER_1>a</F-ALT_USER_1>", "(?P<alt_user_1>a)"},
        TagCase {"SkipLines", "a<SKIPLINES>b<SKIPLINES>",
            R"(a\n(?P<skiplines0>(?:(?:.*\n)*?))b\n(?P<skiplines1>(?:(?:.*\n)*?)))"},
        TagCase {"Cidr", "/<CIDR>", R"(/(?P<cidr>\d+))"},
        TagCase {"Dns", "<DNS>", R"((?P<dns>[\w\-.^_]*\w))"},
        TagCase {"Ip4", "<IP4>", R"((?:::f{4,6}:)?(?P<ip4>(?:\d{1,3}\.){3}\d{1,3}))"}),
    [](const auto& param) { return param.param.name; });

TEST(Tags, LeaveNamesOutOfHostWithoutDns)
{
    EXPECT_THAT(expand_filter_tags("<HOST>", UseDns::yes), HasSubstr("(?P<dns>"));
    EXPECT_THAT(expand_filter_tags("<HOST>", UseDns::no), Not(HasSubstr("(?P<dns>")));
}

}  // namespace
}  // namespace hive
