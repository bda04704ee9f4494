#include "daemons/chart/config.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

TEST(ChartConfig, IsValidWhenNothingIsSaid)
{
    ChartConfig config;
    EXPECT_TRUE(parse_config("[chart]\n", "chart.ini", schema(config)).empty());
    EXPECT_EQ(config.bin_hz, 15.625);
    EXPECT_TRUE(config.listen.unix_path.ends_with("/chart-http.sock"));
}

TEST(ChartConfig, TakesWhatIsSaid)
{
    ChartConfig config;
    const auto mistakes = parse_config("[chart]\nlisten = unix:/tmp/c.sock\nbin_hz = 0\n"
                                       "store = /data/apiary.db\nquery_timeout = 1m\n",
        "chart.ini", schema(config));
    EXPECT_TRUE(mistakes.empty());
    EXPECT_EQ(config.listen.unix_path, "/tmp/c.sock");
    EXPECT_EQ(config.bin_hz, 0);
    EXPECT_EQ(config.store, "/data/apiary.db");
    EXPECT_EQ(config.query_timeout, std::chrono::seconds {60});
}

TEST(ChartConfig, ReportsEveryMistakeWithItsLine)
{
    ChartConfig config;
    const auto mistakes = parse_config("[chart]\nthreads = 0\nbin_hz = loud\ncolour = red\n"
                                       "sync_patience = 0\n",
        "chart.ini", schema(config));
    ASSERT_EQ(mistakes.size(), 4U);
    EXPECT_TRUE(mistakes[0].message().starts_with("chart.ini:2: "));
    EXPECT_TRUE(mistakes[1].message().starts_with("chart.ini:3: "));
    EXPECT_TRUE(mistakes[2].message().starts_with("chart.ini:4: "));
    EXPECT_TRUE(mistakes[3].message().starts_with("chart.ini:5: "));
}

}  // namespace
}  // namespace hive
