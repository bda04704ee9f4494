#include "supervisor/core/look.h"

#include <filesystem>
#include <fstream>

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

TEST(NumberAfter, ReadsMeminfoAndPressure)
{
    EXPECT_EQ(number_after("MemTotal:       1024 kB\n", "MemTotal"), 1024);
    EXPECT_EQ(number_after("some avg10=1.25 avg60=0", "avg10"), 1.25);
    EXPECT_EQ(number_after("", "avg10"), 0);
}

}  // namespace
}  // namespace hive
