#include "lib/database_uri.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

TEST(DatabaseUri, TakesHostPortAndDatabase)
{
    const auto uri = parse_database_uri("mariadb://db.example.org:3307/rawdata").value();
    EXPECT_EQ(uri.kind, DatabaseUri::Kind::mariadb);
    EXPECT_EQ(uri.host, "db.example.org");
    EXPECT_EQ(uri.port, 3307);
    EXPECT_EQ(uri.database, "rawdata");
    EXPECT_EQ(uri.socket, "");
}

TEST(DatabaseUri, UsesTheStandardPortWithoutOne)
{
    EXPECT_EQ(parse_database_uri("mariadb://db/rawdata").value().port, 3306);
}

TEST(DatabaseUri, TakesAnIPv6HostInBrackets)
{
    const auto uri = parse_database_uri("mariadb://[2001:db8::1]:3307/rawdata").value();
    EXPECT_EQ(uri.host, "2001:db8::1");
    EXPECT_EQ(uri.port, 3307);
}

TEST(DatabaseUri, TakesAUnixSocketInsteadOfAHost)
{
    const auto uri = parse_database_uri("mariadb:///raw%20data?socket=/run/my%3Fsql.sock").value();
    EXPECT_EQ(uri.host, "");
    EXPECT_EQ(uri.socket, "/run/my?sql.sock");
    EXPECT_EQ(uri.database, "raw data");
}

TEST(DatabaseUri, TakesASqlitePathAsItIs)
{
    const auto uri = parse_database_uri("sqlite:my rows%20.db").value();
    EXPECT_EQ(uri.kind, DatabaseUri::Kind::sqlite);
    EXPECT_EQ(uri.path, "my rows%20.db");
}

TEST(DatabaseUri, TakesAFolderOfCsvFiles)
{
    const auto uri = parse_database_uri("csv:inbox").value();
    EXPECT_EQ(uri.kind, DatabaseUri::Kind::csv);
    EXPECT_EQ(uri.path, "inbox");
    EXPECT_EQ(uri.text(), "csv:inbox");
    EXPECT_FALSE(parse_database_uri("csv:"));
}

TEST(DatabaseUri, NeverRepeatsAPassword)
{
    const auto uri = parse_database_uri("mariadb://ann:secret@db/rawdata");
    ASSERT_FALSE(uri);
    EXPECT_EQ(uri.error().message(),
        "user and password do not belong in a uri; they have their own options");
}

class GoodDatabaseUri : public testing::TestWithParam<const char*> { };
TEST_P(GoodDatabaseUri, IsWrittenAsItIsRead)
{
    const auto uri = parse_database_uri(GetParam()).value();
    EXPECT_EQ(uri.text(), GetParam());
    EXPECT_EQ(parse_database_uri(uri.text()).value(), uri);
}
INSTANTIATE_TEST_SUITE_P(Table, GoodDatabaseUri,
    testing::Values("mariadb://db:3306/rawdata", "mariadb://[::1]:3306/a%2Fb",
        "mariadb:///rawdata?socket=%2Frun%2Fs", "sqlite:/var/lib/hive/x.db", "sqlite:x"));

class BadDatabaseUri : public testing::TestWithParam<const char*> { };
TEST_P(BadDatabaseUri, IsRefused)
{
    EXPECT_FALSE(parse_database_uri(GetParam()));
}
INSTANTIATE_TEST_SUITE_P(Table, BadDatabaseUri,
    testing::Values("", "mysql://db/rawdata", "mariadb://", "mariadb://db", "mariadb://db/",
        "mariadb:///rawdata", "mariadb://db/rawdata?socket=/run/s", "mariadb:///x?socket=run/s",
        "mariadb:///x?sockets=/run/s", "mariadb://db:0/x", "mariadb://db:65536/x",
        "mariadb://db:/x", "mariadb://[::1/x", "mariadb://[2%]/x", "mariadb://[db]/x",
        "mariadb://[fe80::1%25eth0]/x", "mariadb://[::1]3306/x", "mariadb://d b/x",
        "mariadb://db/%0a", "mariadb://db/%4", "sqlite:"));

}  // namespace
}  // namespace hive
