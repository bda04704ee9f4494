#include "daemons/sync/connections.h"

#include <memory>
#include <stop_token>

#include <gtest/gtest.h>

#include "tests/unit/sync/scripted_source.h"

namespace hive {
namespace {

class ConnectionsTest : public testing::Test {
protected:
    static SourceConfig source(DatabaseUri::Kind kind, std::string name = "field")
    {
        SourceConfig config {.name = std::move(name)};
        config.uri.kind = kind;
        return config;
    }

    Result<std::unique_ptr<RowSource>> open()
    {
        ++opened_;
        if (is_away_)
            return fail("connection refused");
        return std::make_unique<ScriptedSource>();
    }

    /// @param failures how many uses fail
    Result<int> use(const SourceConfig& config, int failures = 0)
    {
        return connections_.use(config, [&](RowSource&) -> Result<int> {
            ++uses_;
            if (failures-- > 0)
                return fail("server has gone away");
            return uses_;
        });
    }

    const SourceConfig server_ = source(DatabaseUri::Kind::mariadb);
    std::stop_source stop_;
    Connections connections_ {[this](const SourceConfig&) { return open(); }, stop_.get_token()};
    int opened_ = 0;
    int uses_ = 0;
    bool is_away_ = false;
};

TEST_F(ConnectionsTest, KeepsOneToAServer)
{
    EXPECT_EQ(use(server_).value(), 1);
    EXPECT_EQ(use(server_).value(), 2);
    EXPECT_EQ(opened_, 1);
}

TEST_F(ConnectionsTest, KeepsOneForEachSource)
{
    ASSERT_TRUE(use(server_));
    ASSERT_TRUE(use(source(DatabaseUri::Kind::mariadb, "yard")));
    EXPECT_EQ(opened_, 2);
}

TEST_F(ConnectionsTest, OpensAFileEachTime)
{
    ASSERT_TRUE(use(source(DatabaseUri::Kind::sqlite)));
    ASSERT_TRUE(use(source(DatabaseUri::Kind::sqlite)));
    EXPECT_EQ(opened_, 2);
}

TEST_F(ConnectionsTest, TriesOnceMoreWhenAKeptOneFails)
{
    ASSERT_TRUE(use(server_));
    EXPECT_TRUE(use(server_, 1));
    EXPECT_EQ(opened_, 2);
    EXPECT_EQ(uses_, 3);
}

TEST_F(ConnectionsTest, FailsWhenTheNewOneFailsToo)
{
    ASSERT_TRUE(use(server_));
    EXPECT_FALSE(use(server_, 2));
    EXPECT_EQ(opened_, 2);
    EXPECT_EQ(uses_, 3);
}

TEST_F(ConnectionsTest, DoesNotTryANewOneTwice)
{
    EXPECT_FALSE(use(server_, 1));
    EXPECT_EQ(uses_, 1);
}

TEST_F(ConnectionsTest, ClosesTheOneThatFailed)
{
    EXPECT_FALSE(use(server_, 1));
    EXPECT_TRUE(use(server_));
    EXPECT_EQ(opened_, 2);
}

TEST_F(ConnectionsTest, TellsWhyItCannotConnect)
{
    is_away_ = true;
    EXPECT_EQ(use(server_).error().message(), "connection refused");
    EXPECT_EQ(uses_, 0);
}

TEST_F(ConnectionsTest, OpensNothingMoreAfterAStop)
{
    ASSERT_TRUE(use(server_));
    stop_.request_stop();
    EXPECT_FALSE(use(server_, 1));
    EXPECT_EQ(opened_, 1);
}

TEST_F(ConnectionsTest, OpensANewOneAfterItWasToldToClose)
{
    ASSERT_TRUE(use(server_));
    connections_.close();
    ASSERT_TRUE(use(server_));
    EXPECT_EQ(opened_, 2);
}

}  // namespace
}  // namespace hive
