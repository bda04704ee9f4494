#include "lib/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

enum class Colour { amber, black };

struct Place {
    std::string name;
    std::string kind = "plain";
    int weight = 1;
};

struct SampleConfig {
    std::string address = "127.0.0.1";
    int port = 80;
    std::chrono::seconds window {600};
    std::chrono::milliseconds pause {250};
    std::int64_t room = 64 * 1024;
    bool verbose = false;
    Colour colour = Colour::amber;
    std::vector<std::string> ignore;
    std::list<Place> places;
};

Schema schema(SampleConfig& config)
{
    return {.sections
        = {Section::plain("sample", "The daemon.",
               {Option::text("address", config.address, "Where."),
                   Option::number("port", config.port, {1, 65535}, "Which."),
                   Option::seconds("window", config.window, {1, 86400}, "How long."),
                   Option::milliseconds("pause", config.pause, {1, 60'000}, "A pause."),
                   Option::bytes("room", config.room, {1024, 1 << 20}, "How much."),
                   Option::flag("verbose", config.verbose, "How loud."),
                   Option::choice("colour", config.colour,
                       {{"amber", Colour::amber}, {"black", Colour::black}}, "Which colour."),
                   Option::list("ignore", config.ignore, "Whom not.")}),
            Section::named<Place>("place", "PREFIX", "A place.", config.places,
                [](Place& place) -> std::vector<Option> {
                    return {Option::text("kind", place.kind, "What it is.").required(),
                        Option::number("weight", place.weight, {1, 9}, "How heavy.")};
                })},
        .check = [&config]() -> std::vector<Mistake> {
            if (config.port == 81)
                return {{"sample", "port", "is taken by the other one"}};
            return {};
        }};
}

class ConfigText : public testing::Test {
protected:
    std::vector<std::string> parse(std::string_view text)
    {
        std::vector<std::string> messages;
        for (const auto& mistake : parse_config(text, "a.ini", schema(config)))
            messages.push_back(mistake.message());
        return messages;
    }
    SampleConfig config;
};

TEST_F(ConfigText, KeepsDefaultsForMissingOptions)
{
    EXPECT_THAT(parse("[sample]\nport = 7\n"), IsEmpty());
    EXPECT_EQ(config.port, 7);
    EXPECT_EQ(config.window, std::chrono::seconds {600});
}

TEST_F(ConfigText, ReadsEveryKindOfValue)
{
    EXPECT_THAT(parse("[sample]\nwindow = 12h\npause = 2s\nroom = 128k\nverbose = yes\n"
                      "colour = black\nignore = 10.0.0.0/8, ::1\n"),
        IsEmpty());
    EXPECT_EQ(config.window, std::chrono::hours {12});
    EXPECT_EQ(config.pause, std::chrono::seconds {2});
    EXPECT_EQ(config.room, 128 * 1024);
    EXPECT_TRUE(config.verbose);
    EXPECT_EQ(config.colour, Colour::black);
    EXPECT_THAT(config.ignore, ElementsAre("10.0.0.0/8", "::1"));
}

TEST_F(ConfigText, ListsEveryMistakeWithItsLineInFileOrder)
{
    EXPECT_THAT(parse("[sample]\nport = 70000\n\ncolour = red\nsize = 3\nverbose = maybe\n"),
        ElementsAre("a.ini:2: port: 70000 is outside 1-65535",
            "a.ini:4: colour: 'red' is none of amber|black", "a.ini:5: unknown option 'size'",
            "a.ini:6: verbose: 'maybe' is none of yes|no"));
}

TEST_F(ConfigText, TakesSeveralNamedSections)
{
    EXPECT_THAT(
        parse("[place /app/]\nkind = proxy\n[place /]\nkind = files\nweight = 3\n"), IsEmpty());
    ASSERT_EQ(config.places.size(), 2U);
    EXPECT_EQ(config.places.front().name, "/app/");
    EXPECT_EQ(config.places.back().weight, 3);
}

TEST_F(ConfigText, LetsAListGoOnInIndentedLines)
{
    EXPECT_THAT(parse("[sample]\nignore = a,\n    b,\n\tc\nport = 9\n"), IsEmpty());
    EXPECT_THAT(config.ignore, ElementsAre("a", "b", "c"));
    EXPECT_EQ(config.port, 9);
}

TEST_F(ConfigText, PutsACrossCheckAtItsOption)
{
    EXPECT_THAT(
        parse("[sample]\n\nport = 81\n"), ElementsAre("a.ini:3: port: is taken by the other one"));
}

TEST_F(ConfigText, AcceptsCommentsAndCarriageReturns)
{
    EXPECT_THAT(parse("; one\r\n# two\r\n[sample]\r\nport = 5 ; three\r\n"), IsEmpty());
    EXPECT_EQ(config.port, 5);
}

struct MistakeCase {
    const char* name;
    const char* text;
    const char* message;
};
class Mistakes : public ConfigText, public testing::WithParamInterface<MistakeCase> { };

TEST_P(Mistakes, AreRefusedByName)
{
    EXPECT_THAT(parse(GetParam().text), ElementsAre(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(Table, Mistakes,
    testing::Values(
        MistakeCase {"NoPair", "[sample]\nport\n", "a.ini:2: not a 'name = value' line"},
        MistakeCase {"ColonForEquals", "[sample]\nport: 5\n", "a.ini:2: not a 'name = value' line"},
        MistakeCase {"Repeated", "[sample]\nport = 5\nport = 6\n",
            "a.ini:3: 'port' was already given in line 2"},
        MistakeCase {"RepeatedSection", "[sample]\n[sample]\n",
            "a.ini:2: [sample] was already given in line 1"},
        MistakeCase {"RepeatedName", "[place /]\nkind = a\n[place /]\n",
            "a.ini:3: [place /] was already given in line 1"},
        MistakeCase {"UnknownSection", "[simple]\nport = 1\n", "a.ini:1: unknown section [simple]"},
        MistakeCase {
            "NamelessSection", "[place]\n", "a.ini:1: [place] needs a name: [place PREFIX]"},
        MistakeCase {"NamedPlainSection", "[sample x]\n", "a.ini:1: [sample] takes no name"},
        MistakeCase {"OpenHeader", "[sample\n", "a.ini:1: a section header ends with ']'"},
        MistakeCase {
            "BeforeSection", "port = 1\n", "a.ini:1: 'port' stands before the first [section]"},
        MistakeCase {"IndentedNumber", "[sample]\nport = 1\n  2\n",
            "a.ini:3: an indented line, but only a list may go on in one"},
        MistakeCase {
            "MissingRequired", "[place /]\nweight = 2\n", "a.ini:1: [place /] needs 'kind'"},
        MistakeCase {"EmptyListWord", "[sample]\nignore = a,,b\n",
            "a.ini:2: ignore: an empty word in the list 'a,,b'"},
        MistakeCase {"NoSpan", "[sample]\nwindow = soon\n",
            "a.ini:2: window: 'soon' is not a time span (90, 90s, 10m, 12h, 7d)"},
        MistakeCase {
            "SpanTooLong", "[sample]\nwindow = 2d\n", "a.ini:2: window: 2d is outside 1s-1d"},
        MistakeCase {"SizeOverflow", "[sample]\nroom = 9999999999999G\n",
            "a.ini:2: room: '9999999999999G' is not a size (4096, 64k, 10M, 2G)"}),
    [](const auto& param) { return param.param.name; });

TEST_F(ConfigText, RefusesALineThatWouldBeCutShort)
{
    const auto messages = parse("[sample]\naddress = " + std::string(300, 'a') + "\n");
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_THAT(messages[0], testing::StartsWith("a.ini:2: longer than"));
    EXPECT_EQ(config.address, "127.0.0.1");
}

TEST_F(ConfigText, RefusesANulByte)
{
    EXPECT_THAT(parse(std::string_view {"[sample]\nport = 5\0 6\n", 21}),
        ElementsAre("a.ini:2: a NUL byte"));
}

TEST(Config, SaysWhichFileCannotBeRead)
{
    SampleConfig config;
    const auto mistakes = load_config("/nowhere/a.ini", schema(config));
    ASSERT_EQ(mistakes.size(), 1U);
    EXPECT_EQ(mistakes[0].message(), "open /nowhere/a.ini: No such file or directory");
}

TEST(Config, DocumentsEveryOptionWithItsDefault)
{
    SampleConfig config;
    const auto page = manual_options(schema(config));
    EXPECT_THAT(page, testing::HasSubstr(".Ss [place PREFIX]\n"));
    EXPECT_THAT(page,
        testing::HasSubstr(".It Ic window No = Ar 1s-1d\nHow long.\nThe default is\n.Ql 10m ."));
    EXPECT_THAT(page, testing::HasSubstr(".It Ic kind No = Ar text\nWhat it is.\nRequired.\n"));
}

}  // namespace
}  // namespace hive
