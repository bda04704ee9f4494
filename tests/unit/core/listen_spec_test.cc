#include "supervisor/core/listen_spec.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

TEST(ListenSpec, NamesASocketOnAllAddresses)
{
    const auto spec = parse_listen_spec("http *:80").value();
    EXPECT_EQ(spec.name, "http");
    EXPECT_TRUE(spec.endpoint.is_any);
    EXPECT_EQ(spec.endpoint.port, 80);
    EXPECT_EQ(spec.text(), "http *:80");
}

TEST(ListenSpec, GivesAUnixSocketModeAndGroup)
{
    const auto spec = parse_listen_spec("proxied unix:/run/x.sock 0600 hive-proxy").value();
    EXPECT_EQ(spec.endpoint.unix_path, "/run/x.sock");
    EXPECT_EQ(spec.mode, 0600U);
    EXPECT_EQ(spec.group, "hive-proxy");
}

TEST(ListenSpec, LeavesOthersOutWithoutAMode)
{
    EXPECT_EQ(parse_listen_spec("http unix:/run/x.sock").value().mode, 0660U);
}

struct Row {
    const char* name;
    const char* text;
};

class BadListenSpec : public testing::TestWithParam<Row> { };

TEST_P(BadListenSpec, IsRefused)
{
    EXPECT_FALSE(parse_listen_spec(GetParam().text));
}

INSTANTIATE_TEST_SUITE_P(Rows, BadListenSpec,
    testing::Values(Row {"Empty", ""}, Row {"NoEndpoint", "http"},
        Row {"TooManyWords", "http unix:/a 0660 g x"}, Row {"CapitalName", "HTTP *:80"},
        Row {"ColonInName", "a:b *:80"}, Row {"ReservedName", "control unix:/a"},
        Row {"NoPort", "http 127.0.0.1"}, Row {"PortTooHigh", "http *:70000"},
        Row {"ModeOfTcp", "http *:80 0660"}, Row {"ModeNotOctal", "http unix:/a 0680"},
        Row {"ModeTooLarge", "http unix:/a 4755"}),
    [](const auto& row) { return row.param.name; });

struct NameRow {
    const char* name;
    const char* text;
    bool is_plain;
};

class PlainName : public testing::TestWithParam<NameRow> { };

TEST_P(PlainName, IsSmallLettersDigitsAndDashes)
{
    EXPECT_EQ(is_plain_name(GetParam().text), GetParam().is_plain);
}

INSTANTIATE_TEST_SUITE_P(Rows, PlainName,
    testing::Values(NameRow {"Usual", "hive-proxy", true}, NameRow {"Digit", "web2", true},
        NameRow {"Empty", "", false}, NameRow {"DigitFirst", "2web", false},
        NameRow {"Dot", "a.b", false}, NameRow {"Slash", "a/b", false},
        NameRow {"Longest", "abcdefghijklmnopqrstuvwxyzabcdef", true},
        NameRow {"TooLong", "abcdefghijklmnopqrstuvwxyzabcdefg", false}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace hive
