#include "supervisor/portal/credentials.h"

#include <gtest/gtest.h>

#include "lib/encoding.h"

namespace hive {
namespace {

std::string basic(std::string_view text)
{
    return "Basic " + to_base64(text);
}

TEST(BasicHeader, HoldsNameAndPassword)
{
    const auto credentials = parse_basic("Basic YW5uOm9wZW46c2VzYW1l");  // ann:open:sesame
    ASSERT_TRUE(credentials);
    EXPECT_EQ(credentials->user, "ann");
    EXPECT_EQ(credentials->password, "open:sesame");
}

TEST(BasicHeader, MayNameItsSchemeInAnyCase)
{
    EXPECT_TRUE(parse_basic("basic  YW5uOng="));
}

TEST(BasicHeader, MayHaveAnEmptyPassword)
{
    ASSERT_TRUE(parse_basic(basic("ann:")));
    EXPECT_EQ(parse_basic(basic("ann:"))->password, "");
}

struct RefusedHeader {
    std::string name;
    std::string header;
};
class RefusedBasicHeader : public testing::TestWithParam<RefusedHeader> { };

TEST_P(RefusedBasicHeader, IsNone)
{
    EXPECT_FALSE(parse_basic(GetParam().header));
}

INSTANTIATE_TEST_SUITE_P(Headers, RefusedBasicHeader,
    testing::Values(RefusedHeader {"Empty", ""}, RefusedHeader {"SchemeOnly", "Basic"},
        RefusedHeader {"NothingBehind", "Basic "}, RefusedHeader {"OtherScheme", "Bearer YTpi"},
        RefusedHeader {"NoBase64", "Basic !!!!"}, RefusedHeader {"CutBase64", "Basic YW5uOng"},
        RefusedHeader {"NoColon", basic("ann")}, RefusedHeader {"NoName", basic(":secret")},
        RefusedHeader {"LineBreakInTheName", basic("ann\n:secret")},
        RefusedHeader {"NulInThePassword", basic(std::string_view {"ann:a\0b", 7})},
        RefusedHeader {"OverlongName", basic(std::string(max_credential + 1, 'a') + ":x")},
        RefusedHeader {"OverlongPassword", basic("ann:" + std::string(max_credential + 1, 'a'))}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace hive
