#include "lib/forest.h"

#include <cmath>
#include <limits>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::ElementsAre;
using testing::FloatNear;
using testing::HasSubstr;

/// x0 < 1 goes to `low`, else x1 < 5 to `middle` or `high`; a missing x0 goes right.
Tree small_tree(float low, float middle, float high, std::size_t output = 0)
{
    return {.left = {1, -1, 3, -1, -1},
        .right = {2, -1, 4, -1, -1},
        .feature = {0, 0, 1, 0, 0},
        .threshold = {1, low, 5, middle, high},
        .missing_left = {0, 0, 1, 0, 0},
        .cover = {8, 4, 4, 1, 3},
        .value = {0, low, 0, middle, high},
        .output = output};
}

ForestModel logistic_model()
{
    return {.objective = ForestModel::Objective::logistic,
        .classes = 2,
        .features = 2,
        .feature_names = {"rate", "size"},
        .trees = {small_tree(-1, 0.5F, 2), small_tree(-2, 1, 1)}};
}

ForestModel mean_model()
{
    auto tree = small_tree(0, 0, 0);
    tree.width = 2;
    tree.value = {0.5F, 0.5F, 1, 0, 0, 0, 0.25F, 0.75F, 0, 1};
    return {.classes = 2, .features = 2, .trees = {tree, tree}};
}

std::vector<float> predicted(const ForestModel& model, std::vector<float> x)
{
    const Forest forest {model};
    std::vector<float> probabilities(forest.classes());
    forest.predict(x, probabilities);
    return probabilities;
}

TEST(Forest, AddsTheLeavesOfALogisticModel)
{
    EXPECT_THAT(predicted(logistic_model(), {3, 7}),
        ElementsAre(FloatNear(0.0474259F, 1e-6F), FloatNear(0.9525741F, 1e-6F)));
}

TEST(Forest, SendsAThresholdsOwnValueRight)
{
    EXPECT_EQ(predicted(mean_model(), {1, 0}), predicted(mean_model(), {2, 0}));
    EXPECT_THAT(predicted(mean_model(), {std::nextafter(1.0F, 0.0F), 0}), ElementsAre(1, 0));
}

TEST(Forest, SendsAMissingValueWhereTheSplitSays)
{
    constexpr auto none = std::numeric_limits<float>::quiet_NaN();
    EXPECT_THAT(predicted(mean_model(), {none, none}), ElementsAre(0.25F, 0.75F));
}

TEST(Forest, TakesInfiniteValues)
{
    constexpr auto infinity = std::numeric_limits<float>::infinity();
    EXPECT_THAT(predicted(mean_model(), {infinity, infinity}), ElementsAre(0, 1));
    EXPECT_THAT(predicted(mean_model(), {-infinity, 0}), ElementsAre(1, 0));
}

TEST(Forest, MakesProbabilitiesOfMargins)
{
    auto model = logistic_model();
    model.objective = ForestModel::Objective::softmax;
    model.trees[1].output = 1;
    const auto shares = predicted(model, {3, 7});
    EXPECT_THAT(shares[0], FloatNear(1 / (1 + std::exp(-1.0F)), 1e-6F));
    EXPECT_THAT(shares[0] + shares[1], FloatNear(1, 1e-6F));
}

TEST(Forest, ExplainsAMarginByItsFeatures)
{
    const Forest forest {logistic_model()};
    const std::vector<float> x {3, 7};
    const auto parts = forest.contributions(x, 1);
    // Expected of any row: (4 * -1 + .5 + 3 * 2) / 8 of the first tree, (4 * -2 + 4) / 8.
    EXPECT_THAT(parts.back(), FloatNear(0.3125F - 0.5F, 1e-6F));
    EXPECT_THAT(parts[0], FloatNear((1.625F - 0.3125F) + (1 + 0.5F), 1e-6F));
    EXPECT_THAT(parts[1], FloatNear(2 - 1.625F, 1e-6F));
    std::vector<float> margins(2);
    forest.margins(x, margins);
    EXPECT_THAT(std::accumulate(parts.begin(), parts.end(), 0.0F), FloatNear(margins[1], 1e-6F));
    EXPECT_EQ(forest.contributions(x, 0)[0], -parts[0]);
}

TEST(Forest, ExplainsTheShareOfAClass)
{
    const auto parts = Forest {mean_model()}.contributions(std::vector<float> {3, 7}, 1);
    EXPECT_THAT(std::accumulate(parts.begin(), parts.end(), 0.0F), FloatNear(1, 1e-6F));
}

TEST(Forest, WalksMoreTreesThanFitOneGroup)
{
    auto model = mean_model();
    model.trees.resize(19, model.trees.front());
    EXPECT_THAT(predicted(model, {3, 0}), ElementsAre(0.25F, 0.75F));
}

TEST(ForestModel, IsReadAsItWasWritten)
{
    const auto model = parse_forest(format_forest(logistic_model())).value();
    EXPECT_EQ(model.objective, ForestModel::Objective::logistic);
    EXPECT_THAT(model.feature_names, ElementsAre("rate", "size"));
    EXPECT_THAT(model.base_margin, FloatNear(0, 1e-6F));
    EXPECT_EQ(predicted(model, {3, 7}), predicted(logistic_model(), {3, 7}));
}

TEST(ForestModel, KeepsTheSharesOfARandomForest)
{
    const auto model = parse_forest(format_forest(mean_model())).value();
    EXPECT_EQ(model.trees.front().value, mean_model().trees.front().value);
}

struct BadRow {
    const char* name;
    const char* from;
    const char* to;
    const char* error;
};

class BadModel : public testing::TestWithParam<BadRow> { };

TEST_P(BadModel, IsRefused)
{
    auto text = format_forest(logistic_model());
    const auto& row = GetParam();
    text.replace(text.find(row.from), std::string_view {row.from}.size(), row.to);
    const auto model = parse_forest(text);
    ASSERT_FALSE(model);
    EXPECT_THAT(model.error().message(), HasSubstr(row.error));
}

INSTANTIATE_TEST_SUITE_P(Rows, BadModel,
    testing::Values(BadRow {"Cut", "\"version\"", "", "not a JSON value"},
        BadRow {"Booster", "gbtree\"}", "dart\"}", "booster \"dart\" is not supported"},
        BadRow {"Objective", "binary:logistic", "rank:pairwise", "is not supported"},
        BadRow {"Loop", "[1,-1,3,-1,-1]", "[1,-1,0,-1,-1]", "tree 0: node 0 has two parents"},
        BadRow {"OneChild", "[1,-1,3,-1,-1]", "[1,-1,-1,-1,-1]", "tree 0: node 2 has one child"},
        BadRow {"Index", "[1,-1,3,-1,-1]", "[1,-1,5,-1,-1]", "'left_children' holds 5"},
        BadRow {"Feature", "split_indices\":[0,0,1,0,0]", "split_indices\":[0,0,2,0,0]",
            "'split_indices' holds 2"},
        BadRow {"Short", "split_indices\":[0,0,1,0,0]", "split_indices\":[0,0,1,0]",
            "no list of 5 numbers"},
        BadRow {"Infinite", "[1.0,-1.0,5.0,0.5,2.0]", "[1e99,-1.0,5.0,0.5,2.0]",
            "'split_conditions' holds"},
        BadRow {"Class", "\"tree_info\":[0,0]", "\"tree_info\":[0,1]", "tree 1 speaks for class 1"},
        BadRow {"Score", "\"base_score\":\"0.5\"", "\"base_score\":\"2\"", "outside 0-1"},
        BadRow {"Names", "\"rate\",", "", "2 features and 1 names"}),
    [](const auto& row) { return row.param.name; });

TEST(ForestModel, WithNodesBesideTheTreeIsRefused)
{
    auto model = logistic_model();
    model.trees[0].left[2] = model.trees[0].right[2] = -1;
    const auto parsed = parse_forest(format_forest(model));
    ASSERT_FALSE(parsed);
    EXPECT_THAT(parsed.error().message(), HasSubstr("3 of 5 nodes hang below the root"));
}

}  // namespace
}  // namespace hive
