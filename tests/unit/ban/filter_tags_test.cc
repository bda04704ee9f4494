#include "daemons/ban/filter_tags.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::HasSubstr;

struct TagCase {
    const char* name;
    const char* expression;
    const char* expanded;
};
class Tags : public testing::TestWithParam<TagCase> { };

TEST_P(Tags, BecomeGroups)
{
    EXPECT_EQ(expand_filter_tags(GetParam().expression).value(), GetParam().expanded);
}

INSTANTIATE_TEST_SUITE_P(Table, Tags,
    testing::Values(TagCase {"None", "^a<b>c$", "^a<b>c$"},
        TagCase {"User", "<F-USER>x|y</F-USER>", "(?:x|y)"},
        TagCase {"Content", "<F-CONTENT>.+</F-CONTENT>", "(?P<content>.+)"},
        TagCase {"NoFail", "<F-NOFAIL>a</F-NOFAIL>", "(?P<nofail>a)"},
        TagCase {"Gained", "<F-MLFGAINED>a</F-MLFGAINED>", "(?P<mlfgained>a)"},
        TagCase {"ClosingWithoutOpening", "a</F-USER>", "a</F-USER>"},
        TagCase {"PythonGroup", "(?P<name>a)(?(name)b)", "(?P<name>a)(?(name)b)"},
        TagCase {"Lookbehind", "(?<=a)(?<!b)", "(?<=a)(?<!b)"},
        TagCase {"LoneBracket", "a < b", "a < b"}, TagCase {"TwoBrackets", "<<b>", "<<b>"},
        TagCase {"Ip4", "<IP4>", R"((?:::f{4,6}:)?(?P<ip4>(?:\d{1,3}\.){3}\d{1,3}))"}),
    [](const auto& param) { return param.param.name; });

struct RefusedCase {
    const char* name;
    const char* expression;
};
class RefusedTags : public testing::TestWithParam<RefusedCase> { };

TEST_P(RefusedTags, AreNamed)
{
    const auto expanded = expand_filter_tags(GetParam().expression);
    ASSERT_FALSE(expanded);
    EXPECT_THAT(expanded.error().message(), HasSubstr("is not supported"));
}

INSTANTIATE_TEST_SUITE_P(Table, RefusedTags,
    testing::Values(RefusedCase {"SkipLines", "a<SKIPLINES>b"},
        RefusedCase {"Id", "<F-ID>a</F-ID>"}, RefusedCase {"IdAtOnce", "<F-ID/>"},
        RefusedCase {"Dns", "<DNS>"}, RefusedCase {"Subnet", "<SUBNET>"}),
    [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace hive
