#include "tools/hive-sample/arguments.h"

#include <vector>

#include <gtest/gtest.h>

namespace hive {
namespace {

Result<Arguments> parse(std::vector<const char*> words)
{
    return parse_arguments(words);
}

TEST(Arguments, AreTaken)
{
    const auto arguments = parse({"--days", "365", "--apiaries", "5", "--interval", "60", "--seed",
                                     "9", "--end", "1735689600", "--gaps", "--junk", "--int8",
                                     "--sqlite", "my.db", "--table", "rows", "--append"})
                               .value();
    EXPECT_EQ(arguments.days, 365);
    EXPECT_EQ(arguments.apiaries, 5);
    EXPECT_EQ(arguments.plan.interval, 60);
    EXPECT_EQ(arguments.plan.seed, 9u);
    EXPECT_EQ(arguments.end, 1'735'689'600);
    EXPECT_TRUE(arguments.plan.has_gaps);
    EXPECT_TRUE(arguments.plan.has_junk);
    EXPECT_EQ(arguments.plan.bins, BinKind::whole);
    EXPECT_EQ(arguments.target.database->path, "my.db");
    EXPECT_EQ(arguments.table, "rows");
    EXPECT_EQ(arguments.existing, Arguments::Existing::append);
}

TEST(Arguments, EndNowWithoutAnEnd)
{
    EXPECT_EQ(parse({"--csv", "-", "--end", "now"}).value().end, std::nullopt);
}

TEST(Arguments, AskForHelpWithoutATarget)
{
    EXPECT_EQ(parse({"--help"}).value().mode, Arguments::Mode::help);
    EXPECT_EQ(parse({"--version"}).value().mode, Arguments::Mode::version);
}

TEST(Arguments, AreAllInTheHelp)
{
    for (const char* word : {"--rows N", "--mariadb URI", "--live SECONDS", "--junk"})
        EXPECT_TRUE(help_text().contains(word)) << word;
}

struct BadCase {
    const char* name;
    std::vector<const char*> words;
    const char* message;
};
class BadArguments : public testing::TestWithParam<BadCase> { };
TEST_P(BadArguments, AreRefused)
{
    const auto arguments = parse(GetParam().words);
    ASSERT_FALSE(arguments);
    EXPECT_EQ(arguments.error().message(), GetParam().message);
}
INSTANTIATE_TEST_SUITE_P(Table, BadArguments,
    testing::Values(
        BadCase {"NoTarget", {"--rows", "1"}, "give one of --sqlite, --csv and --mariadb"},
        BadCase {"TwoTargets", {"--csv", "-", "--sqlite", "x"},
            "give one of --sqlite, --csv and --mariadb"},
        BadCase {"Unknown", {"--colour"}, "unknown argument '--colour'"},
        BadCase {"NoValue", {"--rows"}, "--rows needs N"},
        BadCase {"NoNumber", {"--rows", "many"}, "--rows: 'many' is not a whole number"},
        BadCase {"TooSmall", {"--apiaries", "0"}, "--apiaries: 0 is outside 1-1000"},
        BadCase {"RowsAndDays", {"--csv", "-", "--rows", "1", "--days", "1"},
            "--rows and --days exclude each other"},
        BadCase {"AppendToCsv", {"--csv", "x", "--append"},
            "--append and --live need a table, not --csv"},
        BadCase {"LiveWithRows", {"--sqlite", "x", "--live", "5", "--rows", "1"},
            "--live writes rows of now: without --rows, --days and --end"},
        BadCase {
            "Table", {"--table", "a b"}, "--table: 'a b' is no table name (letters, digits and _)"},
        BadCase {"UserOfAFile", {"--sqlite", "x", "--user", "ann"},
            "--user and --password-file belong to --mariadb"},
        BadCase {"SqliteAsMariadb", {"--mariadb", "sqlite:x"},
            "--mariadb: is not mariadb://HOST[:PORT]/DATABASE"},
        BadCase {"EmptyPath", {"--csv", ""}, "--csv: must not be empty"}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace hive
