#include "lib/config_environment.h"

#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Place {
    std::string name;
    std::string uri;
};

struct SampleConfig {
    int port = 80;
    std::string user;
    std::list<Place> places;
};

Schema schema(SampleConfig& config)
{
    return {
        .sections = {Section::plain("sample", "The daemon.",
                         {Option::number("port", config.port, {1, 65535}, "Which."),
                             Option::text("user", config.user, "Who.").required()}),
            Section::named<Place>("place", "NAME", "One place.", config.places, [](Place& place) {
                return std::vector {Option::text("uri", place.uri, "Where.")};
            })}};
}

std::vector<std::string> messages(const std::vector<Error>& errors)
{
    std::vector<std::string> texts;
    for (const auto& error : errors)
        texts.push_back(error.message());
    return texts;
}

TEST(ConfigEnvironment, GoesOverTheFile)
{
    SampleConfig config;
    EXPECT_THAT(
        parse_config("[sample]\nport = 1\nuser = ann\n", "f", schema(config), {{"PORT", "2"}}),
        IsEmpty());
    EXPECT_EQ(config.port, 2);
    EXPECT_EQ(config.user, "ann");
}

TEST(ConfigEnvironment, StandsForWhatTheFileLeavesOut)
{
    SampleConfig config;
    EXPECT_THAT(parse_config("", "f", schema(config), {{"USER", "ann"}}), IsEmpty());
    EXPECT_EQ(config.user, "ann");
}

TEST(ConfigEnvironment, ReachesANamedSection)
{
    SampleConfig config;
    EXPECT_THAT(parse_config("[sample]\nuser = a\n[place my-yard]\n", "f", schema(config),
                    {{"PLACE_MY_YARD_URI", "csv:inbox"}}),
        IsEmpty());
    EXPECT_EQ(config.places.front().uri, "csv:inbox");
}

TEST(ConfigEnvironment, NamesTheOptionOfABadValue)
{
    SampleConfig config;
    EXPECT_THAT(
        messages(parse_config("[sample]\nuser = a\n", "f", schema(config), {{"PORT", "x"}})),
        ElementsAre(testing::StartsWith("environment: port of [sample]: ")));
}

TEST(ConfigEnvironment, RefusesAVariableThatStandsForNothing)
{
    SampleConfig config;
    EXPECT_THAT(
        messages(parse_config("[sample]\nuser = a\n", "f", schema(config), {{"PROT", "1"}})),
        ElementsAre("environment: HIVE_SAMPLE_PROT stands for no option"));
}

TEST(ConfigEnvironment, ReadsTheFirstLineOfAFile)
{
    const auto path = testing::TempDir() + "config_environment_user";
    std::FILE* file = std::fopen(path.c_str(), "w");
    std::fputs("ann\nrest\n", file);
    std::fclose(file);
    SampleConfig config;
    EXPECT_THAT(parse_config("", "f", schema(config), {{"USER_FILE", path}}), IsEmpty());
    EXPECT_EQ(config.user, "ann");
}

TEST(ConfigEnvironment, SaysWhichFileCannotBeRead)
{
    SampleConfig config;
    EXPECT_THAT(messages(parse_config("", "f", schema(config), {{"USER_FILE", "/nowhere"}})),
        ElementsAre(testing::AllOf(testing::StartsWith("environment: user of [sample]: "),
            testing::HasSubstr("/nowhere"))));
}

TEST(ConfigEnvironment, TakesOnlyTheVariablesOfTheProgram)
{
    std::string own = "HIVE_SAMPLE_PORT=3";
    std::string other = "HIVE_BAN_PORT=4";
    std::array<char*, 3> variables {own.data(), other.data(), nullptr};
    EXPECT_EQ(environment_overrides("sample", variables.data()), (Overrides {{"PORT", "3"}}));
}

}  // namespace
}  // namespace hive
