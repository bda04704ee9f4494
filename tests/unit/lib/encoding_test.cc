#include "lib/encoding.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

using namespace std::string_literals;

struct EncodingCase {
    std::string name;
    std::string plain;
    std::string encoded;
};

std::string case_name(const testing::TestParamInfo<EncodingCase>& info)
{
    return info.param.name;
}

class Base64 : public testing::TestWithParam<EncodingCase> { };

TEST_P(Base64, EncodesAndDecodes)
{
    EXPECT_EQ(to_base64(GetParam().plain), GetParam().encoded);
    EXPECT_EQ(from_base64(GetParam().encoded), GetParam().plain);
}

// RFC 4648, 10.
INSTANTIATE_TEST_SUITE_P(Rfc4648, Base64,
    testing::Values(EncodingCase {"Nothing", "", ""}, EncodingCase {"OneByte", "f", "Zg=="},
        EncodingCase {"TwoBytes", "fo", "Zm8="}, EncodingCase {"ThreeBytes", "foo", "Zm9v"},
        EncodingCase {"SixBytes", "foobar", "Zm9vYmFy"},
        EncodingCase {"HighAndZeroBytes", "\xff\x00\xfe"s, "/wD+"}),
    case_name);

class BadBase64 : public testing::TestWithParam<EncodingCase> { };

TEST_P(BadBase64, IsRefused)
{
    EXPECT_EQ(from_base64(GetParam().encoded), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Texts, BadBase64,
    testing::Values(EncodingCase {"MissingPadding", "", "Zg"},
        EncodingCase {"OnePadding", "", "Zg="}, EncodingCase {"BlankInside", "", "Zm 9v"},
        EncodingCase {"LineBreakAtTheEnd", "", "Zm8\n"}, EncodingCase {"OtherAlphabet", "", "_w-A"},
        EncodingCase {"PaddingInTheMiddle", "", "Zg==Zg=="},
        EncodingCase {"LeftOverBits", "", "Zh=="},
        EncodingCase {"OnlyPaddingBehindADigit", "", "A==="},
        EncodingCase {"NulByte", "", "Zm9\0"s}),
    case_name);

class Percent : public testing::TestWithParam<EncodingCase> { };

TEST_P(Percent, EncodesAndDecodes)
{
    EXPECT_EQ(percent_encode(GetParam().plain), GetParam().encoded);
    EXPECT_EQ(percent_decode(GetParam().encoded), GetParam().plain);
}

INSTANTIATE_TEST_SUITE_P(Texts, Percent,
    testing::Values(EncodingCase {"Unreserved", "aZ09-._~", "aZ09-._~"},
        EncodingCase {"Blank", "a b", "a%20b"},
        EncodingCase {"Reserved", "/?&=+%", "%2F%3F%26%3D%2B%25"},
        EncodingCase {"Utf8", "ä", "%C3%A4"}, EncodingCase {"NulByte", "\0"s, "%00"}),
    case_name);

TEST(PercentDecode, TakesLowerCaseDigitsAndLeavesPlusAlone)
{
    EXPECT_EQ(percent_decode("%2f+%2F"), "/+/");
}

class BadEscape : public testing::TestWithParam<EncodingCase> { };

TEST_P(BadEscape, IsRefused)
{
    EXPECT_EQ(percent_decode(GetParam().encoded), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Texts, BadEscape,
    testing::Values(EncodingCase {"NoDigit", "", "100%"}, EncodingCase {"OneDigit", "", "%2"},
        EncodingCase {"NotHexadecimal", "", "%2g"}, EncodingCase {"SignedDigit", "", "%+2"}),
    case_name);

TEST(Hex, WritesTwoLowerCaseDigitsPerByte)
{
    EXPECT_EQ(to_hex("\x00\x0f\xa0\xff"s), "000fa0ff");
}

TEST(HtmlEscape, LeavesNoCharacterThatEndsATextOrAnAttribute)
{
    EXPECT_EQ(html_escape(R"(<a href="x" title='y'>&amp;</a>)"),
        "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;");
}

TEST(RandomBytes, DifferFromCallToCall)
{
    EXPECT_EQ(random_bytes(32).size(), 32u);
    EXPECT_NE(random_bytes(32), random_bytes(32));
    EXPECT_EQ(random_bytes(0), "");
}

TEST(EqualInConstantTime, AgreesWithEquality)
{
    EXPECT_TRUE(equal_in_constant_time("", ""));
    EXPECT_TRUE(equal_in_constant_time("secret\0a"s, "secret\0a"s));
    EXPECT_FALSE(equal_in_constant_time("secret\0a"s, "secret\0b"s));
    EXPECT_FALSE(equal_in_constant_time("secret", "secret1"));
}

}  // namespace
}  // namespace hive
