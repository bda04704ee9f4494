#include "lib/metrics.h"

#include <gtest/gtest.h>

#include "lib/json.h"

namespace hive {
namespace {

MetricList sample_list()
{
    MetricList list {"ban"};
    list.counter("bans_total", "Bans made.", 3, {{"jail", "sshd"}});
    list.gauge("lag_seconds", "How late it is.", 0.25);
    list.histogram("wait_seconds", "How long it took.", {{0.001, 2}, {0.5, 7}}, 8, 1.5);
    return list;
}

TEST(Metrics, AreAnsweredInTheOneForm)
{
    EXPECT_EQ(to_text(sample_list().answer()),
        R"({"metrics":[{"name":"hive_ban_bans_total","type":"counter","help":"Bans made.",)"
        R"("labels":{"jail":"sshd"},"value":3},)"
        R"({"name":"hive_ban_lag_seconds","type":"gauge","help":"How late it is.","labels":{},)"
        R"("value":0.25},)"
        R"({"name":"hive_ban_wait_seconds","type":"histogram","help":"How long it took.",)"
        R"("labels":{},"buckets":[[0.001,2],[0.5,7]],"count":8,"sum":1.5}]})");
}

TEST(Metrics, ReadWhatTheyWrote)
{
    const auto read = parse_metrics(sample_list().answer());
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, sample_list().take());
}

struct Broken {
    const char* name;
    const char* json;
    const char* why;
};

class BrokenMetrics : public testing::TestWithParam<Broken> { };

TEST_P(BrokenMetrics, AreRefusedWithTheReason)
{
    const auto read = parse_metrics(parse_json(GetParam().json).value());
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().message(), GetParam().why);
}

INSTANTIATE_TEST_SUITE_P(Forms, BrokenMetrics,
    testing::Values(Broken {"NoObject", "[]", "no list 'metrics'"},
        Broken {"NoList", R"({"metrics":{}})", "no list 'metrics'"},
        Broken {"NoName", R"({"metrics":[{"type":"gauge","value":1}]})", "metric 1 '': no name"},
        Broken {"BadName", R"({"metrics":[{"name":"a\nb","type":"gauge","value":1}]})",
            "metric 1 'a\nb': no name"},
        Broken {"BadType", R"({"metrics":[{"name":"a","type":"sum","value":1}]})",
            "metric 1 'a': type 'sum' is none of counter, gauge and histogram"},
        Broken {"NoValue", R"({"metrics":[{"name":"a","type":"gauge","value":"1"}]})",
            "metric 1 'a': no number 'value'"},
        Broken {"BadLabel",
            R"({"metrics":[{"name":"a","type":"gauge","value":1,"labels":{"b-c":"d"}}]})",
            "metric 1 'a': 'b-c' is no label with a text"},
        Broken {"LabelWithoutText",
            R"({"metrics":[{"name":"a","type":"gauge","value":1,"labels":{"b":2}}]})",
            "metric 1 'a': 'b' is no label with a text"},
        Broken {"BucketsNotRising",
            R"({"metrics":[{"name":"a","type":"histogram","buckets":[[1,2],[1,3]],)"
            R"("count":3,"sum":1}]})",
            "metric 1 'a': buckets that do not rise"},
        Broken {"BucketsShrinking",
            R"({"metrics":[{"name":"a","type":"histogram","buckets":[[1,2],[2,1]],)"
            R"("count":3,"sum":1}]})",
            "metric 1 'a': buckets that do not rise"},
        Broken {"BucketOverAll",
            R"({"metrics":[{"name":"a","type":"histogram","buckets":[[1,4]],"count":3,"sum":1}]})",
            "metric 1 'a': a bucket that holds more than all"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace hive
