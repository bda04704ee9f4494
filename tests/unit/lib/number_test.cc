#include "lib/number.h"

#include <cmath>
#include <cstdint>
#include <string>

#include <gtest/gtest.h>

namespace hive {
namespace {

struct IntegerCase {
    std::string name;
    std::string text;
    std::optional<int> number;
};

class WholeNumber : public testing::TestWithParam<IntegerCase> { };

TEST_P(WholeNumber, IsTheWholeText)
{
    EXPECT_EQ(number_of<int>(GetParam().text), GetParam().number);
}

INSTANTIATE_TEST_SUITE_P(Texts, WholeNumber,
    testing::Values(IntegerCase {"Digits", "120", 120}, IntegerCase {"LeadingZeros", "007", 7},
        IntegerCase {"Negative", "-5", -5}, IntegerCase {"Largest", "2147483647", 2147483647},
        IntegerCase {"Overflow", "2147483648", {}}, IntegerCase {"Underflow", "-2147483649", {}},
        IntegerCase {"Empty", "", {}}, IntegerCase {"OnlyASign", "-", {}},
        IntegerCase {"Plus", "+5", {}}, IntegerCase {"BlankBefore", " 5", {}},
        IntegerCase {"BlankBehind", "5 ", {}}, IntegerCase {"LetterBehind", "5x", {}},
        IntegerCase {"Fraction", "5.0", {}}, IntegerCase {"Hexadecimal", "0x5", {}},
        IntegerCase {"ZeroByteBehind", std::string {"5\0", 2}, {}}),
    [](const auto& row) { return row.param.name; });

TEST(UnsignedNumber, HasNoSign)
{
    EXPECT_EQ(number_of<unsigned>("5"), 5U);
    EXPECT_EQ(number_of<unsigned>("-5"), std::nullopt);
    EXPECT_EQ(number_of<unsigned>("-0"), std::nullopt);
}

TEST(UnsignedNumber, FitsItsType)
{
    EXPECT_EQ(number_of<std::uint16_t>("65535"), 65535);
    EXPECT_EQ(number_of<std::uint16_t>("65536"), std::nullopt);
    EXPECT_EQ(number_of<std::uint64_t>("18446744073709551615"), UINT64_MAX);
    EXPECT_EQ(number_of<std::uint64_t>("18446744073709551616"), std::nullopt);
}

TEST(OctalNumber, HasTheDigitsOfBase8)
{
    EXPECT_EQ(number_of<unsigned>("0660", 8), 0660U);
    EXPECT_EQ(number_of<unsigned>("68", 8), std::nullopt);
}

TEST(HexadecimalNumber, HasTheDigitsOfBase16WithoutAPrefix)
{
    EXPECT_EQ(number_of<unsigned>("1fA0", 16), 0x1fa0U);
    EXPECT_EQ(number_of<unsigned char>("ff", 16), 255);
    EXPECT_EQ(number_of<unsigned char>("100", 16), std::nullopt);
    EXPECT_EQ(number_of<unsigned>("0x1f", 16), std::nullopt);
}

struct RealCase {
    std::string name;
    std::string text;
    std::optional<double> number;
};

class RealNumber : public testing::TestWithParam<RealCase> { };

TEST_P(RealNumber, IsTheWholeText)
{
    EXPECT_EQ(number_of<double>(GetParam().text), GetParam().number);
}

INSTANTIATE_TEST_SUITE_P(Texts, RealNumber,
    testing::Values(RealCase {"Whole", "12", 12}, RealCase {"Fraction", "-0.25", -0.25},
        RealCase {"OnlyAFraction", ".5", .5}, RealCase {"Exponent", "5E-1", .5},
        RealCase {"Infinity", "inf", INFINITY}, RealCase {"NegativeInfinity", "-inf", -INFINITY},
        RealCase {"TooLarge", "1e400", {}}, RealCase {"Empty", "", {}}, RealCase {"Dot", ".", {}},
        RealCase {"Plus", "+1", {}}, RealCase {"BlankBefore", " 1", {}},
        RealCase {"UnitBehind", "1s", {}}, RealCase {"Comma", "1,5", {}}),
    [](const auto& row) { return row.param.name; });

TEST(RealNumber, MayBeNone)
{
    EXPECT_TRUE(std::isnan(number_of<double>("nan").value()));
}

TEST(FixedNumber, HasNoExponent)
{
    EXPECT_EQ(number_of<double>("1700000000.5", std::chars_format::fixed), 1700000000.5);
    EXPECT_EQ(number_of<double>("17e8", std::chars_format::fixed), std::nullopt);
}

TEST(TakenNumber, IsNoLongerInTheRest)
{
    std::string_view rest {"-12 items"};
    EXPECT_EQ(take_number<int>(rest), -12);
    EXPECT_EQ(rest, " items");
}

TEST(TakenNumber, LeavesTheRestWhenItIsNone)
{
    std::string_view rest {" 12"};
    EXPECT_EQ(take_number<int>(rest), std::nullopt);
    EXPECT_EQ(rest, " 12");
}

TEST(TakenNumber, LeavesTheRestWhenItIsTooLarge)
{
    std::string_view rest {"300 bytes"};
    EXPECT_EQ(take_number<std::uint8_t>(rest), std::nullopt);
    EXPECT_EQ(rest, "300 bytes");
}

TEST(TakenNumber, HasTheFormAskedFor)
{
    std::string_view octal {"1789"};
    EXPECT_EQ(take_number<int>(octal, 8), 017);
    EXPECT_EQ(octal, "89");
    std::string_view fixed {"1.5e3"};
    EXPECT_EQ(take_number<double>(fixed, std::chars_format::fixed), 1.5);
    EXPECT_EQ(fixed, "e3");
}

TEST(NumberWithin, HasBothItsBounds)
{
    EXPECT_EQ(number_within<int>("1", 1, 65535), 1);
    EXPECT_EQ(number_within<int>("65535", 1, 65535), 65535);
    EXPECT_EQ(number_within<int>("0", 1, 65535), std::nullopt);
    EXPECT_EQ(number_within<int>("65536", 1, 65535), std::nullopt);
    EXPECT_EQ(number_within<int>("80 ", 1, 65535), std::nullopt);
}

TEST(NumberWithin, IsNeverNan)
{
    EXPECT_EQ(number_within<double>("nan", 0, 1), std::nullopt);
}

TEST(ParsedNumber, IsRefusedWithItsText)
{
    EXPECT_EQ(parse_number<int>("12").value(), 12);
    EXPECT_EQ(parse_number<int>("1.5").error().message(), "'1.5' is not a whole number");
    EXPECT_EQ(parse_number<double>("x").error().message(), "'x' is not a number");
}

TEST(ParsedNumber, IsRefusedOutsideItsBounds)
{
    EXPECT_EQ(parse_number<double>("0.5", 0, 1).value(), 0.5);
    EXPECT_EQ(parse_number<double>("1.5", 0, 1).error().message(), "1.5 is outside 0-1");
    EXPECT_EQ(parse_number<double>("nan", 0, 1).error().message(), "nan is outside 0-1");
}

}  // namespace
}  // namespace hive
