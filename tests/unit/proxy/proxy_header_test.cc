#include "daemons/proxy/proxy_header.h"

#include <string>

#include <gtest/gtest.h>

namespace hive {
namespace {

using Outcome = ProxyHeader::Outcome;
using namespace std::string_literals;

const std::string signature = "\r\n\r\n\0\r\nQUIT\n"s;

struct HeaderCase {
    const char* name;
    std::string bytes;
    Outcome outcome;
    std::string client;  // "" for none
};
void PrintTo(const HeaderCase& row, std::ostream* out)
{
    *out << row.name;
}

class ParseProxyHeader : public testing::TestWithParam<HeaderCase> { };

TEST_P(ParseProxyHeader, FindsTheClient)
{
    const auto header = parse_proxy_header(GetParam().bytes);
    EXPECT_EQ(header.outcome, GetParam().outcome);
    EXPECT_EQ(header.client ? header.client->text() : "", GetParam().client);
}

const std::string v4_addresses = "\x0a\x00\x00\x07\xc6\x33\x64\x01\xc8\x00\x00\x50"s;

INSTANTIATE_TEST_SUITE_P(Headers, ParseProxyHeader,
    testing::Values(HeaderCase {"TextV4", "PROXY TCP4 192.0.2.7 198.51.100.1 51234 80\r\nGET",
                        Outcome::whole, "192.0.2.7"},
        HeaderCase {"TextV6", "PROXY TCP6 2001:db8::7 2001:db8::1 51234 443\r\n", Outcome::whole,
            "2001:db8::7"},
        HeaderCase {
            "TextMapped", "PROXY TCP6 ::ffff:192.0.2.7 ::1 1 2\r\n", Outcome::whole, "192.0.2.7"},
        HeaderCase {"TextUnknown", "PROXY UNKNOWN\r\n", Outcome::whole, ""},
        HeaderCase {
            "TextUnknownAndMore", "PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n", Outcome::whole, ""},
        HeaderCase {"TextBegun", "PROXY TCP4 192.0", Outcome::incomplete, ""},
        HeaderCase {"Nothing", "", Outcome::incomplete, ""},
        HeaderCase {"TextFamilyUnlikeAddress", "PROXY TCP4 2001:db8::7 ::1 1 2\r\n",
            Outcome::malformed, ""},
        HeaderCase {"TextPortTooLarge", "PROXY TCP4 192.0.2.7 192.0.2.8 65536 80\r\n",
            Outcome::malformed, ""},
        HeaderCase {"TextPortWithZero", "PROXY TCP4 192.0.2.7 192.0.2.8 080 80\r\n",
            Outcome::malformed, ""},
        HeaderCase {
            "TextDoubledBlank", "PROXY TCP4  192.0.2.7 192.0.2.8 1 2\r\n", Outcome::malformed, ""},
        HeaderCase {"TextTooLong", "PROXY TCP4 " + std::string(120, '1'), Outcome::malformed, ""},
        HeaderCase {"Request", "GET / HTTP/1.1\r\n", Outcome::malformed, ""},
        HeaderCase {"BinaryV4", signature + "\x21\x11\x00\x0c"s + v4_addresses + "GET",
            Outcome::whole, "10.0.0.7"},
        HeaderCase {"BinaryV6",
            signature + "\x21\x21\x00\x24"s + "\x20\x01\x0d\xb8"s + std::string(11, '\0') + "\x07"
                + std::string(20, '\0'),
            Outcome::whole, "2001:db8::7"},
        HeaderCase {"BinaryWithMore", signature + "\x21\x11\x00\x0f"s + v4_addresses + "\x04\0\0"s,
            Outcome::whole, "10.0.0.7"},
        HeaderCase {"BinaryLocal", signature + "\x20\x00\x00\x00"s, Outcome::whole, ""},
        HeaderCase {"BinaryUnix", signature + "\x21\x31\x00\x00"s, Outcome::whole, ""},
        HeaderCase {"BinaryBegun", signature + "\x21\x11\x00\x0c\x0a"s, Outcome::incomplete, ""},
        HeaderCase {
            "BinaryTooShort", signature + "\x21\x11\x00\x04\x0a\0\0\x07"s, Outcome::malformed, ""},
        HeaderCase {"BinaryTooLong", signature + "\x21\x11\xff\xff"s, Outcome::malformed, ""},
        HeaderCase {"BinaryOtherVersion", signature + "\x31\x11\x00\x00"s, Outcome::malformed, ""}),
    [](const auto& row) { return row.param.name; });

TEST(ProxyHeaderLength, EndsWhereTheRequestBegins)
{
    EXPECT_EQ(parse_proxy_header("PROXY UNKNOWN\r\nGET").length, 15U);
    EXPECT_EQ(
        parse_proxy_header(signature + "\x21\x11\x00\x0c"s + v4_addresses + "GET").length, 28U);
}

}  // namespace
}  // namespace hive
