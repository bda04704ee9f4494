#include "tools/hivectl/top_view.h"

#include <gtest/gtest.h>

#include "lib/json.h"
#include "tools/hivectl/table.h"

namespace hive {
namespace {

const Terminal styled {.is_terminal = true, .is_styled = true};

Json service(const std::string& name, double cpu, double memory)
{
    return {{"name", name}, {"state", "ready"}, {"since", 900}, {"pid", 7}, {"cpu_percent", cpu},
        {"memory_kb", memory}, {"descriptors", 9}, {"restarts", 2}, {"probe_ms", 0.26}};
}

Json status()
{
    return {{"host", "lindenhof"}, {"started", 100},
        {"services", {service("idle", 0, 9000), service("busy", 50, 1000)}},
        {"checks", {{{"name", "var"}, {"state", "degraded"}, {"since", 990}}}}};
}

std::string all(TopOrder order, ScreenSize size)
{
    std::string text;
    for (const auto& line : top_lines(status(), 1000, order, size, Terminal {}))
        text += line + '\n';
    return text;
}

TEST(Top, ShowsServicesAndChecks)
{
    const std::string text = all(TopOrder::name, {});
    EXPECT_NE(text.find("lindenhof  2 of 3 up  cpu 50.0 %"), std::string::npos) << text;
    EXPECT_NE(text.find("idle"), std::string::npos);
    EXPECT_NE(text.find("var"), std::string::npos);
}

TEST(Top, SortsAsAsked)
{
    EXPECT_LT(all(TopOrder::processor, {}).find("busy"), all(TopOrder::processor, {}).find("idle"));
    EXPECT_LT(all(TopOrder::memory, {}).find("idle"), all(TopOrder::memory, {}).find("busy"));
}

TEST(Top, FitsIntoTheScreen)
{
    const auto lines = top_lines(status(), 1000, TopOrder::name, {20, 4}, styled);
    EXPECT_EQ(lines.size(), 4U);
    for (const auto& line : lines)
        EXPECT_LE(width(line.substr(0, line.find('\x1b'))), 20U) << line;
}

TEST(Cut, CountsNoColoursAndNoContinuations)
{
    EXPECT_EQ(cut("abc", 2), "ab");
    EXPECT_EQ(cut("\x1b[31mabc\x1b[0m", 2), "\x1b[31mab\x1b[0m");
    EXPECT_EQ(cut("äöü", 2), "äö");
}

}  // namespace
}  // namespace hive
