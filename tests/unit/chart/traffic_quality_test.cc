#include "daemons/chart/traffic_quality.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

TEST(TrafficQuality, KnowsNothingWithoutOutcomes)
{
    const auto quality = judge_traffic({});
    EXPECT_TRUE(quality.classes.empty());
    EXPECT_FALSE(quality.accuracy);
}

TEST(TrafficQuality, ComparesLabelsWithPredictions)
{
    const auto quality = judge_traffic({{"Benign", "Benign", 80}, {"Benign", "Scan", 20},
        {"Scan", "Scan", 30}, {"Scan", "Benign", 10}});
    EXPECT_DOUBLE_EQ(quality.accuracy.value(), 110.0 / 140);
    EXPECT_EQ(quality.labelled, 140);
    const auto& scan = quality.classes.at("Scan");
    EXPECT_DOUBLE_EQ(scan.precision.value(), 30.0 / 50);
    EXPECT_DOUBLE_EQ(scan.recall.value(), 30.0 / 40);
    EXPECT_EQ(scan.judged, 60);
}

TEST(TrafficQuality, OfAClassNeverPredictedHasNoPrecision)
{
    const auto quality = judge_traffic({{"Bot", "Benign", 5}});
    EXPECT_FALSE(quality.classes.at("Bot").precision);
    EXPECT_EQ(quality.classes.at("Bot").recall, 0);
}

TEST(TrafficQuality, TakesPrecisionButNoRecallFromFeedback)
{
    const auto quality = judge_traffic({{"Scan", "Scan", 3, Outcome::Source::feedback},
        {"Benign", "Scan", 1, Outcome::Source::feedback}});
    EXPECT_EQ(quality.classes.at("Scan").precision, 0.75);
    EXPECT_FALSE(quality.classes.at("Scan").recall);
    EXPECT_EQ(quality.classes.at("Scan").judged, 4);
    EXPECT_FALSE(quality.accuracy);
}

TEST(TrafficQuality, KnowsTheAccuracyOfTheSixLargestClassesApart)
{
    std::vector<Outcome> outcomes;
    for (int i = 1; i <= 6; ++i)
        outcomes.push_back({.truth = fmt::format("class {}", i),
            .predicted = fmt::format("class {}", i),
            .count = 100});
    outcomes.push_back({.truth = "rare", .predicted = "class 1", .count = 6});
    const auto quality = judge_traffic(outcomes);
    EXPECT_EQ(quality.main_accuracy, 1.0);
    EXPECT_DOUBLE_EQ(quality.accuracy.value(), 600.0 / 606);
}

}  // namespace
}  // namespace hive
