#include "tools/hive-sample/arguments.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include "lib/command_words.h"
#include "tools/hive-sample/table.h"

namespace hive {
namespace {

constexpr std::int64_t most_rows = 1'000'000'000;
constexpr std::int64_t most_days = 36525;
constexpr std::int64_t most_apiaries = 1000;
constexpr std::int64_t latest_end = 4'102'444'800;  // 2100-01-01

Result<> set_mariadb(Arguments& arguments, std::string_view value)
{
    auto uri = TRY(parse_database_uri(value));
    if (uri.kind != DatabaseUri::Kind::mariadb)
        return fail("is not mariadb://HOST[:PORT]/DATABASE");
    arguments.target.database = std::move(uri);
    return {};
}

std::vector<CommandWord> row_words(Arguments& to)
{
    return {
        {"--rows", "N", "write N rows", sets_number(to.rows, 1, most_rows)},
        {"--days", "N", "write N days of rows (default 30)", sets_number(to.days, 1, most_days)},
        {"--apiaries", "N", "of N apiaries (default 10, or as many as the table has)",
            sets_number(to.apiaries, 1, most_apiaries)},
        {"--interval", "SECONDS", "between two rows of an apiary (default 900)",
            sets_number(to.plan.interval, 1, 86400)},
        {"--seed", "N", "another N gives other rows (default 1)",
            sets_number(to.plan.seed, 0, INT64_MAX)},
        {"--end", "EPOCH|now", "time of the last row (default now)",
            [&to](std::string_view value) -> Result<> {
                return value == "now" ? Result<> {} : sets_number(to.end, 1, latest_end)(value);
            }},
        {"--gaps", "", "leave out ids here and there", sets_constant(to.plan.has_gaps, true)},
        {"--junk", "", "make 3 of 1000 rows faulty", sets_constant(to.plan.has_junk, true)},
        {"--int8", "", "whole FFT amplitudes, in TINYINT columns",
            sets_constant(to.plan.bins, BinKind::whole)},
    };
}

std::vector<CommandWord> target_words(Arguments& to)
{
    return {
        {"--sqlite", "FILE", "write into a SQLite file",
            [&to](std::string_view path) -> Result<> {
                to.target.database = TRY(parse_database_uri(fmt::format("sqlite:{}", path)));
                return {};
            }},
        {"--csv", "FILE|-", "write a CSV file with a header line; - is standard output",
            sets_text(to.target.csv)},
        {"--mariadb", "URI",
            "write into mariadb://HOST[:PORT]/DATABASE or mariadb:///DATABASE?socket=PATH",
            [&to](std::string_view value) { return set_mariadb(to, value); }},
        {"--user", "NAME", "user of the MariaDB server", sets_text(to.user)},
        {"--password-file", "FILE", "its first line is the password; only its owner may read it",
            sets_text(to.password_file)},
        {"--table", "NAME", "(default sync_data) made when absent",
            [&to](std::string_view name) -> Result<> {
                if (!is_table_name(name))
                    return fail("'{}' is no table name (letters, digits and _)", name);
                to.table = name;
                return {};
            }},
        {"--append", "", "go on where the table ends; a table with rows is refused otherwise",
            sets_constant(to.existing, Arguments::Existing::append)},
        {"--live", "SECONDS", "add a row per apiary every SECONDS, until stopped",
            [&to](std::string_view value) -> Result<> {
                to.live = std::chrono::seconds {TRY(parse_number<int>(value, 1, 86400))};
                return {};
            }},
        {"--help", "", "this text", sets_constant(to.mode, Arguments::Mode::help)},
        {"--version", "", "the version", sets_constant(to.mode, Arguments::Mode::version)},
    };
}

std::vector<CommandWord> all_words(Arguments& to)
{
    auto words = row_words(to);
    std::ranges::move(target_words(to), std::back_inserter(words));
    return words;
}

Result<> check(const Arguments& arguments)
{
    const bool is_csv = !arguments.target.csv.empty();
    const bool is_live = arguments.live.count() > 0;
    const bool is_mariadb = arguments.target.database
        && arguments.target.database->kind == DatabaseUri::Kind::mariadb;
    if (is_csv == arguments.target.database.has_value())
        return fail("give one of --sqlite, --csv and --mariadb");
    if (arguments.rows && arguments.days)
        return fail("--rows and --days exclude each other");
    if (is_csv && (is_live || arguments.existing == Arguments::Existing::append))
        return fail("--append and --live need a table, not --csv");
    if (is_live && (arguments.rows || arguments.days || arguments.end))
        return fail("--live writes rows of now: without --rows, --days and --end");
    if (!is_mariadb && !(arguments.user.empty() && arguments.password_file.empty()))
        return fail("--user and --password-file belong to --mariadb");
    return {};
}

}  // namespace

Result<Arguments> parse_arguments(std::span<const char* const> words)
{
    Arguments arguments;
    TRY(take_words(words, all_words(arguments)));
    if (arguments.mode == Arguments::Mode::write)
        TRY(check(arguments));
    return arguments;
}

std::string help_text()
{
    Arguments unused;
    return "hive-sample - realistic rows of sensors in beehives\n\n"
           "usage: hive-sample [OPTION...] --sqlite FILE | --csv FILE|- | --mariadb URI\n\n"
        + list_words(all_words(unused))
        + "\nThe same seed gives the same rows. More in hive-sample(1).\n";
}

}  // namespace hive
