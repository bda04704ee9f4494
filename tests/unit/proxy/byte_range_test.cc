#include "daemons/proxy/byte_range.h"

#include <gtest/gtest.h>

namespace hive {

void PrintTo(const ByteRange& range, std::ostream* out)
{
    *out << static_cast<int>(range.kind) << ' ' << range.first << '+' << range.length;
}

namespace {

constexpr std::string_view tag = R"("v1")";
constexpr std::time_t modified = 784111777;  // Sun, 06 Nov 1994 08:49:37 GMT

struct RangeCase {
    const char* name;
    std::string_view range;
    ByteRange expected;
};
void PrintTo(const RangeCase& row, std::ostream* out)
{
    *out << row.name;
}

constexpr ByteRange part(std::uint64_t first, std::uint64_t length)
{
    return {.kind = ByteRange::Kind::part, .first = first, .length = length};
}
constexpr ByteRange unsatisfiable {.kind = ByteRange::Kind::unsatisfiable};

class FindRange : public testing::TestWithParam<RangeCase> { };

TEST_P(FindRange, OfAThousandBytes)
{
    EXPECT_EQ(find_range({{"Range", GetParam().range}}, 1000, tag, modified), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Ranges, FindRange,
    testing::Values(RangeCase {"First", "bytes=0-499", part(0, 500)},
        RangeCase {"OneByte", "bytes=7-7", part(7, 1)},
        RangeCase {"ToTheEnd", "bytes=990-", part(990, 10)},
        RangeCase {"PastTheEnd", "bytes=990-5000", part(990, 10)},
        RangeCase {"Suffix", "bytes=-10", part(990, 10)},
        RangeCase {"SuffixOverAll", "bytes=-5000", part(0, 1000)},
        RangeCase {"SuffixOfNothing", "bytes=-0", unsatisfiable},
        RangeCase {"Behind", "bytes=1000-", unsatisfiable},
        RangeCase {"Backwards", "bytes=5-4", ByteRange {}},
        RangeCase {"Several", "bytes=0-1,5-6", ByteRange {}},
        RangeCase {"OtherUnit", "rows=0-1", ByteRange {}},
        RangeCase {"Empty", "bytes=-", ByteRange {}},
        RangeCase {"Letters", "bytes=a-b", ByteRange {}},
        RangeCase {"Signed", "bytes=+1-2", ByteRange {}},
        RangeCase {"TooLarge", "bytes=0-99999999999999999999", ByteRange {}}),
    [](const auto& row) { return row.param.name; });

TEST(FindRangeOfVersion, TakesTheSameTagOrDate)
{
    const auto asked = [](std::string_view condition) {
        return find_range({{"Range", "bytes=0-0"}, {"If-Range", condition}}, 9, tag, modified).kind;
    };
    EXPECT_EQ(asked(tag), ByteRange::Kind::part);
    EXPECT_EQ(asked("Sun, 06 Nov 1994 08:49:37 GMT"), ByteRange::Kind::part);
    EXPECT_EQ(asked(R"("v2")"), ByteRange::Kind::whole);
    EXPECT_EQ(asked(R"(W/"v1")"), ByteRange::Kind::whole);
    EXPECT_EQ(asked("Sun, 06 Nov 1994 08:49:38 GMT"), ByteRange::Kind::whole);
}

TEST(FindRangeDoubled, IsNoRange)
{
    EXPECT_EQ(find_range({{"Range", "bytes=0-0"}, {"Range", "bytes=1-1"}}, 9, tag, modified),
        ByteRange {});
}

}  // namespace
}  // namespace hive
