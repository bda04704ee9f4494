#include "daemons/ban/port_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

struct PortCase {
    const char* name;
    const char* text;
    PortRange range;
};
class Ports : public testing::TestWithParam<PortCase> { };

TEST_P(Ports, AreNumbersNamesAndRanges)
{
    EXPECT_EQ(parse_port_range(GetParam().text).value(), GetParam().range);
}

INSTANTIATE_TEST_SUITE_P(Table, Ports,
    testing::Values(PortCase {"Number", "22", {22, 22}}, PortCase {"Name", "https", {443, 443}},
        PortCase {"NameWithHyphen", "ftp-data", {20, 20}},
        PortCase {"Range", "6000-6100", {6000, 6100}},
        PortCase {"Iptables", "6000:6100", {6000, 6100}}, PortCase {"All", "0:65535", {0, 65535}}),
    [](const auto& param) { return param.param.name; });

class NoPorts : public testing::TestWithParam<const char*> { };

TEST_P(NoPorts, AreRefused)
{
    EXPECT_FALSE(parse_port_range(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Table, NoPorts,
    testing::Values("", "0", "65536", "no-such-service", "22-", "-22", "30-20", "22,23", "22 "));

TEST(MergedPorts, AreInOrderWithoutOverlap)
{
    EXPECT_THAT(merged({{443, 443}, {80, 90}, {85, 100}, {443, 443}}),
        testing::ElementsAre(PortRange {80, 100}, PortRange {443, 443}));
}

TEST(MergedPorts, AreNoneWhenTheyAreAll)
{
    EXPECT_THAT(merged({{0, 1000}, {900, 65535}}), testing::IsEmpty());
}

}  // namespace
}  // namespace hive
