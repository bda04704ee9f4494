#include "daemons/sync/config.h"

#include <string>

#include <gtest/gtest.h>

namespace hive {
namespace {

/// The mistakes of a text, a line each.
std::string mistakes_of(std::string_view text, SyncConfig& config)
{
    std::string lines;
    for (const auto& mistake : parse_config(text, "sync.ini", schema(config)))
        lines += mistake.message() + "\n";
    return lines;
}

TEST(SyncConfig, NeedsNoMoreThanASource)
{
    SyncConfig config;
    EXPECT_EQ(mistakes_of("[source field]\nuri = mariadb://db/rawdata\n", config), "");
    const auto& source = config.sources.front();
    EXPECT_EQ(source.name, "field");
    EXPECT_EQ(source.table, "sync_data");
    EXPECT_EQ(source.uri.text(), "mariadb://db:3306/rawdata");
    EXPECT_EQ(source.columns.internal, "bme680_internal_temperature");
    EXPECT_EQ(source.internal_range, (ValueRange {-60, 80}));
    EXPECT_EQ(config.interval, std::chrono::minutes {5});
    EXPECT_EQ(config.start, Start::warm);
}

TEST(SyncConfig, TakesSeveralSources)
{
    SyncConfig config;
    EXPECT_EQ(mistakes_of("[sync]\nstart = cold\n"
                          "[source north]\nuri = sqlite:north.db\ninternal_range = -20..50.5\n"
                          "[source south]\nuri = sqlite:south.db\napiary_column = apiary_id\n",
                  config),
        "");
    EXPECT_EQ(config.start, Start::cold);
    EXPECT_EQ(config.sources.size(), 2u);
    EXPECT_EQ(config.sources.front().internal_range, (ValueRange {-20, 50.5}));
    EXPECT_EQ(config.sources.back().columns.apiary, "apiary_id");
}

struct MistakeCase {
    const char* name;
    const char* text;
    const char* mistake;
};
class SyncMistake : public testing::TestWithParam<MistakeCase> { };
TEST_P(SyncMistake, IsToldWithItsLine)
{
    SyncConfig config;
    const auto text
        = std::string {"[source field]\nuri = mariadb://db/rawdata\n"} + GetParam().text;
    EXPECT_EQ(mistakes_of(text, config), std::string {GetParam().mistake} + "\n");
}
INSTANTIATE_TEST_SUITE_P(Table, SyncMistake,
    testing::Values(
        MistakeCase {"Table", "table = a`b",
            "sync.ini:3: table: 'a`b' is no table or column name (letters, digits, _ and $, at "
            "most 64)"},
        MistakeCase {"RangeWithoutDots", "internal_range = 3",
            "sync.ini:3: internal_range: '3' is no range such as -60..80"},
        MistakeCase {"RangeUpsideDown", "internal_range = 3..-3",
            "sync.ini:3: internal_range: 3 is not below -3"},
        MistakeCase {"RangeOfWords", "internal_range = cold..hot",
            "sync.ini:3: internal_range: 'cold' is no number"},
        MistakeCase {"TimeZone", "time_zone = ../../etc/passwd",
            "sync.ini:3: time_zone: '../../etc/passwd' is no time zone (such as "
            "Australia/Melbourne)"},
        MistakeCase {"PasswordFile", "user = u\npassword_file = /nonexistent/file",
            "sync.ini:4: password_file: open /nonexistent/file: No such file or directory"},
        MistakeCase {"Authority", "tls_ca = /etc/ca.pem",
            "sync.ini:3: tls_ca: of no use without tls = yes or verify"},
        MistakeCase {"Retry", "[sync]\nretry = 60\nretry_max = 30",
            "sync.ini:5: retry_max: shorter than retry"}),
    [](const auto& test) { return test.param.name; });

TEST(SyncConfig, MayBeWithoutASourceUntilThereIsOne)
{
    SyncConfig config;
    EXPECT_EQ(mistakes_of("[sync]\nstart = warm\n", config), "");
}

TEST(SyncConfig, RefusesTlsOverAUnixSocket)
{
    SyncConfig config;
    const auto lines
        = mistakes_of("[source a]\nuri = mariadb:///x?socket=/run/s\ntls = yes\n", config);
    EXPECT_EQ(lines, "sync.ini:3: tls: only a server over TCP can be asked for it\n");
}

}  // namespace
}  // namespace hive
