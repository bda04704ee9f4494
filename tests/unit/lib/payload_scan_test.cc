#include "lib/payload_scan.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

struct Payload {
    const char* name;
    const char* text;
    std::uint8_t PayloadSigns::* kind;
};
class Attack : public testing::TestWithParam<Payload> { };

TEST_P(Attack, IsFound)
{
    EXPECT_GE(scan_payload(GetParam().text).*GetParam().kind, payload_found);
}

INSTANTIATE_TEST_SUITE_P(Payloads, Attack,
    testing::Values(Payload {"tautology", "1' or '1'='1", &PayloadSigns::sql},
        Payload {"numbers", "7 and 3452=7890", &PayloadSigns::sql},
        Payload {"union", "-1 UNION/**/ALL SELECT null,null--", &PayloadSigns::sql},
        Payload {"stacked", "1;drop table users", &PayloadSigns::sql},
        Payload {"delay", "1'; WAITFOR DELAY '0:0:5'--", &PayloadSigns::sql},
        Payload {"sleep", "1+and+sleep(5)", &PayloadSigns::sql},
        Payload {"percent", "1%27%20or%201%3d1", &PayloadSigns::sql},
        Payload {"percent_of_percent", "1%2527%2520or%25201%253d1", &PayloadSigns::sql},
        Payload {"versioned_comment", "1/*!50000union*/select", &PayloadSigns::sql},
        Payload {"script", "<ScRiPt>alert(1)</sCrIpT>", &PayloadSigns::script},
        Payload {"entities", "&lt;script&#62;alert&#x28;1)", &PayloadSigns::script},
        Payload {"unicode", "%u003cscript%u003e", &PayloadSigns::script},
        Payload {"handler", "x\" onerror =alert", &PayloadSigns::script},
        Payload {"scheme", "JavaScript:void", &PayloadSigns::script},
        Payload {"traversal", "../../etc/passwd", &PayloadSigns::traversal},
        Payload {"traversal_hidden", "%252e%252e%252f", &PayloadSigns::traversal},
        Payload {"traversal_overlong", "..%c0%af..%c0%afx", &PayloadSigns::traversal},
        Payload {"windows", "..\\..\\x", &PayloadSigns::traversal},
        Payload {"nul", "page.php%00.png", &PayloadSigns::traversal},
        Payload {"wrapper", "php://filter/convert", &PayloadSigns::traversal},
        Payload {"pipe", "a|id", &PayloadSigns::command},
        Payload {"semicolon", "127.0.0.1; cat /etc/passwd", &PayloadSigns::command},
        Payload {"backticks", "`id`", &PayloadSigns::command},
        Payload {"substitution", "$(curl x)", &PayloadSigns::command},
        Payload {"jndi", "${jndi:ldap://x}", &PayloadSigns::command},
        Payload {"shellshock", "() { :;}; echo", &PayloadSigns::command}),
    [](const auto& row) { return row.param.name; });

class Innocent : public testing::TestWithParam<const char*> { };

TEST_P(Innocent, GivesNoKindEnoughPoints)
{
    const auto signs = scan_target(GetParam());
    EXPECT_LT(signs.sql, payload_found);
    EXPECT_LT(signs.script, payload_found);
    EXPECT_LT(signs.traversal, payload_found);
    EXPECT_LT(signs.command, payload_found);
}

INSTANTIATE_TEST_SUITE_P(Targets, Innocent,
    testing::Values("/", "/app/?range=1d&apiary=3", "/search?q=O%27Brien+and+sons",
        "/search?q=rock+%26+roll", "/search?q=select+a+colour+from+the+list",
        "/search?q=%22green+tea%22+or+coffee", "/a?cat=5&id=7&ls=1", "/page?q=a+%3C+b",
        "/f?name=c%2Fdel+sol%2C+12%C2%BA", "/x?price=10..20", "/q?u=https%3A%2F%2Fwww.example%2Fa",
        "/wiki/Union_(SQL)", "/feed?tags%5B%5D=bees&tags%5B%5D=hives",
        "/a?mail=ann%2Bbee@hive.example", "/a?t=12%3A30%3B14%3A00", "/shop?sort=price&order=desc",
        "/p?q=on+time%3D5"));

TEST(PayloadScan, LooksAtEachParameterByItself)
{
    EXPECT_EQ(scan_target("/a?x=1&cat=2&sleep=3"), PayloadSigns {});
    EXPECT_GE(scan_target("/a?x=1%27+or+1=1--&y=2").sql, payload_found);
}

TEST(PayloadScan, StopsDecodingAfterSomeRounds)
{
    EXPECT_EQ(decode_payload("%25252525252527"), "%252527");
}

TEST(PayloadScan, LooksNoFurtherThanItsLimit)
{
    EXPECT_EQ(decode_payload(std::string(10'000, 'a')).size(), max_scanned);
}

}  // namespace
}  // namespace hive
