#include "daemons/ban/jail.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

using namespace std::chrono_literals;

// 2026-05-29 05:45:01 UTC
const WallTime moment = std::chrono::system_clock::from_time_t(1'780'033'501);
const auto date = find_line_date("2026-05-29T05:45:01Z");

TEST(OffenceTime, IsThatOfALiveLineWhenItIsNear)
{
    EXPECT_EQ(offence_time(date, LineAge::live, moment + 60s), moment);
    EXPECT_EQ(offence_time(date, LineAge::live, moment - 60s), moment);
}

TEST(OffenceTime, IsNowForALiveLineWithAWrongClock)
{
    EXPECT_EQ(offence_time(date, LineAge::live, moment + 61s), moment + 61s);
    EXPECT_EQ(offence_time(date, LineAge::live, moment - 61s), moment - 61s);
}

TEST(OffenceTime, IsThatOfABacklogLineButNotInTheFuture)
{
    EXPECT_EQ(offence_time(date, LineAge::backlog, moment + 1h), moment);
    EXPECT_EQ(offence_time(date, LineAge::backlog, moment - 1h), moment - 1h);
}

TEST(OffenceTime, IsNowForALineWithoutADate)
{
    EXPECT_EQ(offence_time(std::nullopt, LineAge::backlog, moment), moment);
}

struct PortsCase {
    const char* name;
    std::vector<std::uint16_t> ports;
    bool guards;
};
class WebJails : public testing::TestWithParam<PortsCase> { };

TEST_P(WebJails, CloseAllPortsOrThoseOfTheWeb)
{
    EXPECT_EQ(guards_web({.ports = GetParam().ports}), GetParam().guards);
}

INSTANTIATE_TEST_SUITE_P(Table, WebJails,
    testing::Values(PortsCase {"All", {}, true}, PortsCase {"Http", {22, 80}, true},
        PortsCase {"Https", {443}, true}, PortsCase {"Ssh", {22}, false}),
    [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace hive
