#include "lib/model_card.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;

ModelCard sample_card()
{
    return {.kind = "flows",
        .version = "2026-11-22T12:00:00Z",
        .data = "flows.csv",
        .rows = 7,
        .accuracy = 0.5,
        .macro_f1 = 0.25,
        .benign = "Benign",
        .classes = {"Benign", "DDoS"},
        .thresholds = {0, 0.75},
        .features = {"rate", "size"},
        .histograms = {{.edges = {1.5F}, .shares = {0.5, 0.5}}, {.edges = {}, .shares = {1}}}};
}

TEST(ModelCard, IsReadAsItWasWritten)
{
    EXPECT_EQ(parse_model_card(format_model_card(sample_card())).value(), sample_card());
}

TEST(ModelCard, NeedsOnlyClassesAndFeatures)
{
    const auto card = parse_model_card(
        R"({"kind": "flows", "benign": "a", "classes": ["a", "b"], "features": ["x"]})")
                          .value();
    EXPECT_THAT(card.thresholds, ElementsAre(0, 0));
    EXPECT_TRUE(card.histograms.empty());
    EXPECT_EQ(card.accuracy, std::nullopt);
}

TEST(ModelCard, StandsBesideItsModel)
{
    EXPECT_EQ(model_card_path("/srv/flows.json"), "/srv/flows.card.json");
    EXPECT_EQ(model_card_path("flows"), "flows.card.json");
}

struct BadRow {
    const char* name;
    const char* from;
    const char* to;
    const char* error;
};

class BadCard : public testing::TestWithParam<BadRow> { };

TEST_P(BadCard, IsRefused)
{
    auto text = format_model_card(sample_card());
    const auto& row = GetParam();
    text.replace(text.find(row.from), std::string_view {row.from}.size(), row.to);
    const auto card = parse_model_card(text);
    ASSERT_FALSE(card);
    EXPECT_THAT(card.error().message(), HasSubstr(row.error));
}

INSTANTIATE_TEST_SUITE_P(Rows, BadCard,
    testing::Values(BadRow {"NoClasses", "\"classes\"", "\"x\"", "has no 'classes'"},
        BadRow {"Twice", "[\"Benign\",\"DDoS\"]", "[\"DDoS\",\"DDoS\"]", "holds 'DDoS' twice"},
        BadRow {"Benign", "\"benign\":\"Benign\"", "\"benign\":\"None\"", "none of its classes"},
        BadRow {"Threshold", "0.75", "1.75", "'thresholds' holds 1.75"},
        BadRow {"Thresholds", "0.0,0.75", "0.75", "a threshold for each class"},
        BadRow {"Shares", "[0.5,0.5]", "[0.5]", "one share more"},
        BadRow {"NotJson", "{", "", "not a JSON value"}),
    [](const auto& row) { return row.param.name; });

TEST(FeatureHistogram, HasBinsOfLikePopulation)
{
    const auto histogram = make_histogram({5, 1, 4, 2, 3, 6, 8, 7}, 4);
    EXPECT_THAT(histogram.edges, ElementsAre(3, 5, 7));
    EXPECT_THAT(histogram.shares, ElementsAre(0.25, 0.25, 0.25, 0.25));
    EXPECT_EQ(histogram_bin(histogram, 3), 1U);
    EXPECT_EQ(histogram_bin(histogram, -9), 0U);
}

TEST(FeatureHistogram, OfOneValueHasOneBin)
{
    EXPECT_THAT(make_histogram({2, 2, 2}).shares, ElementsAre(1));
}

TEST(StabilityIndex, IsZeroForTheSameDistribution)
{
    const FeatureHistogram histogram {.edges = {1}, .shares = {0.25, 0.75}};
    EXPECT_THAT(
        stability_index(histogram, std::vector<std::uint64_t> {25, 75}), DoubleNear(0, 1e-9));
}

TEST(StabilityIndex, RisesWithTheShift)
{
    const FeatureHistogram histogram {.edges = {1}, .shares = {0.5, 0.5}};
    // (.9 - .5) ln(.9 / .5) + (.1 - .5) ln(.1 / .5)
    EXPECT_THAT(stability_index(histogram, std::vector<std::uint64_t> {90, 10}),
        DoubleNear(0.8788898, 1e-6));
}

}  // namespace
}  // namespace hive
