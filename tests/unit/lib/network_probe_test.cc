#include "lib/network_probe.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::HasSubstr;
using Turn = NetworkProbe::Turn;

/// Words separated by single blanks.
Result<NetworkProbe> parse(const std::string& text)
{
    std::istringstream stream {text};
    std::vector<std::string> words;
    for (std::string word; std::getline(stream, word, ' ');)
        words.push_back(word);
    return parse_network_probe(words);
}

TEST(NetworkProbe, AsksAWebServer)
{
    const auto probe
        = parse("https example.net:8443 /a?b status=200-399 body=ok|fine header=^Server: host=b.c")
              .value();
    EXPECT_EQ(probe.protocol, ProbeProtocol::https);
    EXPECT_EQ(probe.host, "example.net");
    EXPECT_EQ(probe.port, 8443);
    EXPECT_EQ(probe.path, "/a?b");
    EXPECT_EQ(probe.least_status, 200);
    EXPECT_EQ(probe.most_status, 399);
    EXPECT_EQ(probe.body, "ok|fine");
    EXPECT_EQ(probe.header, "^Server:");
    EXPECT_EQ(probe.virtual_host, "b.c");
    EXPECT_TRUE(probe.verifies);
}

TEST(NetworkProbe, KnowsThePortsOfItsProtocols)
{
    EXPECT_EQ(parse("http [::1] /").value().port, 80);
    EXPECT_EQ(parse("http [::1] /").value().host, "::1");
    EXPECT_EQ(parse("mysql db").value().port, 3306);
    EXPECT_EQ(parse("dns 192.0.2.1 example.net").value().port, 53);
}

TEST(NetworkProbe, TakesUnixSockets)
{
    EXPECT_EQ(parse("unix /run/x.sock").value().unix_path, "/run/x.sock");
    EXPECT_EQ(parse("mysql unix:/run/mysqld.sock").value().unix_path, "/run/mysqld.sock");
}

TEST(NetworkProbe, ConversesInTheGivenOrder)
{
    const auto probe
        = parse_network_probe(std::vector<std::string> {"tcp", "mail:25", "expect=^220 ",
                                  "send=QUIT\\r\\n\\x00\\\\", "expect=^221"})
              .value();
    EXPECT_THAT(probe.turns,
        testing::ElementsAre(Turn {Turn::Kind::expect, "^220 "},
            Turn {Turn::Kind::send, std::string {"QUIT\r\n\0\\", 8}},
            Turn {Turn::Kind::expect, "^221"}));
}

TEST(NetworkProbe, AsksForRecords)
{
    const auto probe = parse("dns [2001:db8::1]:5353 example.net type=AAAA expect=^2001:").value();
    EXPECT_EQ(probe.record_type, 28);
    EXPECT_EQ(probe.name, "example.net");
    EXPECT_EQ(probe.answer, "^2001:");
}

struct Row {
    const char* name;
    const char* text;
    const char* mistake;
};

class BadNetworkProbe : public testing::TestWithParam<Row> { };

TEST_P(BadNetworkProbe, IsRefused)
{
    const auto probe = parse(GetParam().text);
    ASSERT_FALSE(probe);
    EXPECT_THAT(probe.error().message(), HasSubstr(GetParam().mistake));
}

INSTANTIATE_TEST_SUITE_P(Rows, BadNetworkProbe,
    testing::Values(Row {"NoEndpoint", "http", "a probe is"},
        Row {"Unknown", "ftp host:21", "'ftp' is none of"},
        Row {"NoPort", "tcp host", "'host' names no port"},
        Row {"PortZero", "tcp host:0", "names no port"},
        Row {"LargePort", "tcp host:65536", "'65536' is not a port"},
        Row {"EveryAddress", "tcp *:80", "is not HOST:PORT"},
        Row {"OpenBracket", "tcp [::1:80", "lacks its ']'"},
        Row {"NoAddressInBrackets", "tcp [host]:80", "is not HOST:PORT"},
        Row {"TextBehindBracket", "tcp [::1]x:80", "is not HOST:PORT"},
        Row {"HeaderInHost", "tcp a\r\nb:80", "is not HOST:PORT"},
        Row {"NoPath", "http host", "the path is missing"},
        Row {"RelativePath", "http host ping", "does not begin with '/'"},
        Row {"LineBreakInPath", "http host /\r\nX:", "does not begin with '/'"},
        Row {"NoName", "dns host", "the name to ask for is missing"},
        Row {"StrangeStatus", "http host / status=20", "is not a status"},
        Row {"StatusBackwards", "http host / status=300-200", "is not a status"},
        Row {"BadExpression", "http host / body=(", "is not an extended regular expression"},
        Row {"NestedRepetition", "http host / body=^(a{200}){200}",
            "has a counted or a repeated repetition"},
        Row {"BadEscape", "tcp host:1 send=\\q", "after a backslash"},
        Row {"BadHex", "tcp host:1 send=\\xg0", "after a backslash"},
        Row {"OtherProtocolsOption", "tcp host:1 body=a", "means nothing here"},
        Row {"VerifyWithoutTls", "http host / verify=no", "means nothing here"},
        Row {"UnknownRecord", "dns host name type=ZZ", "means nothing here"},
        Row {"OptionOfMysql", "mysql host expect=a", "means nothing here"},
        Row {"NoOption", "tcp host:1 hello", "is not NAME=VALUE"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace hive
