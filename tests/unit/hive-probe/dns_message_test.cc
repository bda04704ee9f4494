#include "tools/hive-probe/dns_message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::uint16_t id = 0x1234;

/// Head of an answer with one question, "a.b" type A.
std::string head(int answers, int code = 0)
{
    return std::string {"\x12\x34\x81", 3} + static_cast<char>(0x80 | code)
        + std::string {"\0\1\0", 3} + static_cast<char>(answers) + std::string {"\0\0\0\0", 4}
    + std::string {"\1a\1b\0\0\1\0\1", 9};
}
/// Name by pointer to the question, type, class, time to live, data.
std::string record(char type, const std::string& data)
{
    return std::string {"\xc0\x0c\0", 3} + type + std::string {"\0\1\0\0\0\x3c\0", 7}
    + static_cast<char>(data.size()) + data;
}

TEST(DnsQuery, AsksForOneName)
{
    EXPECT_EQ(dns_query("a.b", 1, id).value(),
        std::string("\x12\x34\1\0\0\1\0\0\0\0\0\0\1a\1b\0\0\1\0\1", 21));
    EXPECT_EQ(dns_query("a.b.", 1, id).value(), dns_query("a.b", 1, id).value());
    EXPECT_FALSE(dns_query("a..b", 1, id));
    EXPECT_FALSE(dns_query(std::string(64, 'x'), 1, id));
}

TEST(DnsAnswer, HoldsAddresses)
{
    const auto packet = head(2) + record(1, "\xc0\x00\x02\x07") + record(1, "\xc0\x00\x02\x08");
    EXPECT_THAT(parse_dns_answer(head(1) + record(1, std::string {"\xc0\0\2\7", 4}), 1, id).value(),
        ElementsAre("192.0.2.7"));
    EXPECT_FALSE(parse_dns_answer(packet.substr(0, packet.size() - 1), 1, id));
}

TEST(DnsAnswer, HoldsNamesAndTexts)
{
    EXPECT_THAT(
        parse_dns_answer(head(1) + record(15, std::string {"\0\xa\4mail\xc0\x0c", 9}), 15, id)
            .value(),
        ElementsAre("10 mail.a.b"));
    EXPECT_THAT(
        parse_dns_answer(head(1) + record(16, "\2ab\1c"), 16, id).value(), ElementsAre("abc"));
}

TEST(DnsAnswer, LeavesOtherTypesOut)
{
    EXPECT_THAT(
        parse_dns_answer(head(1) + record(5, std::string {"\1x\0", 3}), 1, id).value(), IsEmpty());
}

TEST(DnsAnswer, NamesTheRefusal)
{
    EXPECT_EQ(parse_dns_answer(head(0, 3), 1, id).error().message(), "answered NXDOMAIN");
}

struct Row {
    const char* name;
    std::string packet;
};

class BadDnsAnswer : public testing::TestWithParam<Row> { };

TEST_P(BadDnsAnswer, IsRefused)
{
    EXPECT_FALSE(parse_dns_answer(GetParam().packet, 1, id));
}

INSTANTIATE_TEST_SUITE_P(Rows, BadDnsAnswer,
    testing::Values(Row {"Empty", ""}, Row {"OtherQuestion", "\x43\x21" + head(0).substr(2)},
        Row {"AQuestion", std::string {"\x12\x34\1\0\0\1\0\0\0\0\0\0\1a\1b\0\0\1\0\1", 21}},
        Row {"FewerRecordsThanItSays", head(2) + record(1, "\x7f\1\1\1")},
        Row {"AddressOfThreeBytes", head(1) + record(1, "\x7f\1\1")},
        Row {"PointerToItself", head(1) + "\xc0\x15" + record(1, "\x7f\1\1\1").substr(2)},
        Row {"PointerForwards", head(1) + "\xc0\x50" + record(1, "\x7f\1\1\1").substr(2)}),
    [](const auto& row) { return row.param.name; });

TEST(DnsVerdict, WantsARecordThatMatches)
{
    const auto packet = head(1) + record(1, "\x7f\1\1\1");
    EXPECT_EQ(judge_dns({.name = "a.b", .answer = "^127"}, packet, id).value(), "127.1.1.1");
    EXPECT_EQ(judge_dns({.name = "a.b", .answer = "^10"}, packet, id).error().message(),
        "answered 127.1.1.1, which does not match ^10");
    EXPECT_EQ(judge_dns({.name = "a.b"}, head(0), id).error().message(),
        "a.b has no record of that type");
}

}  // namespace
}  // namespace hive
