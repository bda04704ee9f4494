#include "lib/traffic_event.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

using std::chrono::microseconds;

TrafficEvent answered()
{
    return {.kind = TrafficEvent::Kind::answered,
        .is_tls = true,
        .has_referer = true,
        .is_banned = true,
        .is_login_refused = true,
        .status = 404,
        .time = std::chrono::sys_time<microseconds> {microseconds {1'780'000'000'123'456}},
        .connection = 17,
        .received = 5'000'000'000,
        .sent = 42,
        .lasted = microseconds {1234},
        .client = Address::parse("192.0.2.7").value(),
        .method = "GET",
        .target = "/app/x?y=%27",
        .host = "hive.example",
        .agent = "curl/7.88",
        .user = "ann",
        .location = "/app/"};
}

TEST(TrafficEvent, ComesBackAsItWent)
{
    std::string datagram;
    append_traffic_event(datagram, answered());
    auto second = answered();
    second.client = Address::parse("2001:db8::7").value();
    second.is_tls = false;
    append_traffic_event(datagram, second);
    std::string_view rest {datagram};
    EXPECT_EQ(take_traffic_event(rest), answered());
    EXPECT_EQ(take_traffic_event(rest), second);
    EXPECT_EQ(take_traffic_event(rest), std::nullopt);
    EXPECT_TRUE(rest.empty());
}

TEST(TrafficEvent, CutsLongTexts)
{
    const std::string target(2000, 'p');
    const std::string agent(300, 'a');
    auto event = answered();
    event.target = target;
    event.agent = agent;
    std::string datagram;
    append_traffic_event(datagram, event);
    std::string_view rest {datagram};
    const auto taken = take_traffic_event(rest);
    EXPECT_EQ(taken->target, target.substr(0, 1024));
    EXPECT_EQ(taken->agent, agent.substr(0, 255));
}

TEST(TrafficEvent, RefusesEveryCutRecord)
{
    std::string datagram;
    append_traffic_event(datagram, answered());
    for (std::size_t size = 0; size < datagram.size(); ++size) {
        std::string_view rest {datagram.data(), size};
        EXPECT_EQ(take_traffic_event(rest), std::nullopt) << size;
    }
}

TEST(TrafficEvent, RefusesUnknownKindsAndTextsThatDoNotFit)
{
    std::string datagram;
    append_traffic_event(datagram, answered());
    auto strange = datagram;
    strange[2] = 9;
    std::string_view rest {strange};
    EXPECT_EQ(take_traffic_event(rest), std::nullopt);
    strange = datagram;
    strange[64] = 100;
    rest = strange;
    EXPECT_EQ(take_traffic_event(rest), std::nullopt);
}

}  // namespace
}  // namespace hive
