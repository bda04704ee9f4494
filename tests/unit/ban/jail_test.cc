#include "daemons/ban/jail.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

using namespace std::chrono_literals;

// 2026-05-29 05:45:01 UTC
const WallTime moment = std::chrono::system_clock::from_time_t(1'780'033'501);

TEST(OffenceTime, IsThatOfALiveLineWhenItIsNear)
{
    EXPECT_EQ(offence_time(moment, LineAge::live, moment + 60s), moment);
    EXPECT_EQ(offence_time(moment, LineAge::live, moment - 60s), moment);
}

TEST(OffenceTime, IsNowForALiveLineWithAWrongClock)
{
    EXPECT_EQ(offence_time(moment, LineAge::live, moment + 61s), moment + 61s);
    EXPECT_EQ(offence_time(moment, LineAge::live, moment - 61s), moment - 61s);
}

TEST(OffenceTime, IsThatOfABacklogLineButNotInTheFuture)
{
    EXPECT_EQ(offence_time(moment, LineAge::backlog, moment + 1h), moment);
    EXPECT_EQ(offence_time(moment, LineAge::backlog, moment - 1h), moment - 1h);
}

TEST(OffenceTime, IsNowForALineWithoutADate)
{
    EXPECT_EQ(offence_time(std::nullopt, LineAge::backlog, moment), moment);
    EXPECT_EQ(offence_time(std::nullopt, LineAge::past, moment), std::nullopt);
}

struct PortsCase {
    const char* name;
    std::vector<PortRange> ports;
    bool guards;
};
class WebJails : public testing::TestWithParam<PortsCase> { };

TEST_P(WebJails, CloseAllPortsOrThoseOfTheWeb)
{
    EXPECT_EQ(guards_web({.ports = GetParam().ports}), GetParam().guards);
}

INSTANTIATE_TEST_SUITE_P(Table, WebJails,
    testing::Values(PortsCase {"All", {}, true}, PortsCase {"Http", {{22, 22}, {80, 80}}, true},
        PortsCase {"Range", {{400, 500}}, true}, PortsCase {"Ssh", {{22, 22}}, false}),
    [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace hive
