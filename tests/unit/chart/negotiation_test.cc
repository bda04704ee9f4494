#include "daemons/chart/negotiation.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

using Kind = RangeRequest::Kind;

struct RangeCase {
    const char* name;
    const char* header;
    RangeRequest range;
};

class Ranges : public testing::TestWithParam<RangeCase> { };

TEST_P(Ranges, OfAThousandBytes)
{
    EXPECT_EQ(parse_range(GetParam().header, 1000), GetParam().range);
}

INSTANTIATE_TEST_SUITE_P(Range, Ranges,
    testing::Values(RangeCase {"none", "", {}},
        RangeCase {"first", "bytes=0-99", {Kind::part, 0, 100}},
        RangeCase {"rest", "bytes=100-", {Kind::part, 100, 1000}},
        RangeCase {"beyond", "bytes=900-2000", {Kind::part, 900, 1000}},
        RangeCase {"last", "bytes=-10", {Kind::part, 990, 1000}},
        RangeCase {"more_than_all", "bytes=-5000", {Kind::part, 0, 1000}},
        RangeCase {"behind", "bytes=1000-", {Kind::outside, 0, 0}},
        RangeCase {"nothing_at_the_end", "bytes=-0", {Kind::outside, 0, 0}},
        RangeCase {"backward", "bytes=9-5", {}}, RangeCase {"several", "bytes=0-1,5-9", {}},
        RangeCase {"other_unit", "rows=0-1", {}}, RangeCase {"text", "bytes=a-b", {}},
        RangeCase {"huge", "bytes=99999999999999999999-", {}}),
    [](const auto& row) { return row.param.name; });

TEST(DigestTag, DiffersWithTheBytes)
{
    EXPECT_EQ(digest_tag("a"), digest_tag("a"));
    EXPECT_NE(digest_tag("a"), digest_tag("b"));
    EXPECT_EQ(digest_tag("a").size(), 26U);
}

}  // namespace
}  // namespace hive
