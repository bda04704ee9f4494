#include "supervisor/core/look.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "supervisor/core/system_figures.h"

namespace hive {
namespace {

TEST(Look, FindsTheSizeAndTheHashOfAFile)
{
    const auto path = std::filesystem::temp_directory_path() / "hive-look-test";
    std::ofstream {path} << "abc";
    const CheckConfig check {
        .type = CheckType::file, .path = path.string(), .rules = {*parse_rule("sha256 changes")}};
    const auto reading = look_at(check, nullptr, 0);
    std::filesystem::remove(path);
    EXPECT_FALSE(reading.is_missing);
    EXPECT_EQ(reading.numbers.at("size"), 3);
    EXPECT_EQ(reading.texts.at("sha256"),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_FALSE(reading.texts.contains("content"));
}

TEST(Look, TakesADirectoryForNoFile)
{
    const auto reading = look_at({.type = CheckType::file, .path = "/"}, nullptr, 0);
    EXPECT_TRUE(reading.is_missing);
    EXPECT_EQ(reading.status, "/ is no file");
}

TEST(Look, MeasuresItsOwnProcess)
{
    const auto first = look_at_running(::getpid(), nullptr, 1);
    const auto second = look_at_running(::getpid(), &first, 2);
    EXPECT_GT(second.numbers.at("memory"), 0);
    EXPECT_GE(second.numbers.at("cpu"), 0);
    EXPECT_FALSE(first.numbers.contains("cpu"));
}

TEST(Look, FindsAProcessByItsCommandLine)
{
    EXPECT_FALSE(matching_processes("("));
    EXPECT_TRUE(matching_processes("no process is called like this one$").value().empty());
}

TEST(Look, KnowsTheMachine)
{
    const auto reading = look_at({.type = CheckType::system}, nullptr, 0);
    EXPECT_GT(reading.numbers.at("memory"), 0);
    EXPECT_LT(reading.numbers.at("memory"), 100);
}

struct Thing {
    const char* name;
    CheckConfig check;
    const char* absent = "";  // a metric that this thing has not
};

class EveryMetric : public testing::TestWithParam<Thing> { };

TEST_P(EveryMetric, ThatRulesMayNameIsMeasured)
{
    const auto& check = GetParam().check;
    auto first = look_at(check, nullptr, 1);
    if (check.type == CheckType::system)
        first.numbers["all"] = first.numbers["busy"] = 0;  // a tick ago is long enough then
    const auto reading = look_at(check, &first, 2);
    std::istringstream names {std::string {metrics_of(check.type)}};
    for (std::string name; names >> name;)
        EXPECT_TRUE(name == GetParam().absent || reading.numbers.contains(name)
            || reading.texts.contains(name))
            << name;
}

INSTANTIATE_TEST_SUITE_P(Things, EveryMetric,
    testing::Values(Thing {"process", {.type = CheckType::process, .pid_file = "/proc/self/stat"}},
        Thing {"file",
            {.type = CheckType::file,
                .path = "/etc/passwd",
                .rules = {*parse_rule("sha256 changes"), *parse_rule("content contains x")}}},
        Thing {"directory", {.type = CheckType::directory, .path = "/"}},
        Thing {"filesystem", {.type = CheckType::filesystem, .path = "/proc"}},
        // A loopback has no speed to be a share of.
        Thing {"network", {.type = CheckType::network, .interface = "lo"}, "saturation"},
        Thing {"system", {.type = CheckType::system}}),
    [](const auto& row) { return std::string {row.param.name}; });

TEST(NumberAfter, ReadsMeminfoAndPressure)
{
    EXPECT_EQ(number_after("MemTotal:       1024 kB\n", "MemTotal"), 1024);
    EXPECT_EQ(number_after("some avg10=1.25 avg60=0", "avg10"), 1.25);
    EXPECT_EQ(number_after("", "avg10"), 0);
}

}  // namespace
}  // namespace hive
