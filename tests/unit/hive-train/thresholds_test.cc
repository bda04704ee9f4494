#include "tools/hive-train/thresholds.h"

#include <numeric>

#include <gtest/gtest.h>

namespace hive {
namespace {

/// A tree that is as sure of "DoS" as its feature says, in steps of a tenth.
ForestModel echo_model()
{
    ForestModel model {.objective = ForestModel::Objective::mean, .classes = 2, .features = 1};
    Tree tree {.width = 2};
    const auto add = [&tree](bool is_leaf, float number) {
        const auto here = static_cast<std::int32_t>(tree.size());
        tree.left.push_back(is_leaf ? -1 : here + 1);
        tree.right.push_back(is_leaf ? -1 : here + 2);
        tree.feature.push_back(0);
        tree.threshold.push_back(is_leaf ? 0 : number);
        tree.missing_left.push_back(0);
        tree.cover.push_back(1);
        tree.value.push_back(is_leaf ? 1 - number : 0);
        tree.value.push_back(is_leaf ? number : 0);
    };
    for (int tenth = 0; tenth < 10; ++tenth) {
        add(false, static_cast<float>(tenth) / 10 + 0.05F);
        add(true, static_cast<float>(tenth) / 10);
    }
    add(true, 1);
    model.trees.push_back(std::move(tree));
    return model;
}

/// Rows of that sureness: of benign traffic, and of attacks.
TrainingTable rows_of(const std::vector<float>& benign, const std::vector<float>& attacks)
{
    TrainingTable table {.feature_names = {"sureness"},
        .class_names = {"Benign", "DoS"},
        .columns = {benign},
        .classes = std::vector<std::uint16_t>(benign.size(), 0)};
    table.columns[0].insert(table.columns[0].end(), attacks.begin(), attacks.end());
    table.classes.resize(benign.size() + attacks.size(), 1);
    table.times.resize(table.classes.size());
    return table;
}

std::vector<double> chosen(const TrainingTable& table, double let_go)
{
    const Forest forest {echo_model()};
    const ModelCard card {
        .benign = "Benign", .classes = {"Benign", "DoS"}, .features = {"sureness"}};
    Rows rows(table.rows());
    std::iota(rows.begin(), rows.end(), 0U);
    return choose_thresholds(
        Predictor::create(forest, card, table).value(), table, rows, 0, let_go);
}

/// A hundred attacks, of which a few are less sure.
TrainingTable sure_rows()
{
    std::vector<float> attacks(100, 1);
    attacks[10] = 0.3F;  // not known at all
    attacks[20] = 0.6F;
    attacks[30] = 0.8F;
    return rows_of(std::vector<float>(100, 0.7F), attacks);
}

TEST(Thresholds, AreWhatTheLeastSureRowOfTheClassReaches)
{
    const auto thresholds = chosen(sure_rows(), 0);
    EXPECT_EQ(thresholds[0], 0) << "of the benign class";
    EXPECT_NEAR(thresholds[1], 0.6, 1e-6) << "not that of the benign rows, nor of the unknown one";
}

TEST(Thresholds, LetTheLeastSureRowsGo)
{
    EXPECT_NEAR(chosen(sure_rows(), 0.011)[1], 0.8, 1e-6);
    EXPECT_NEAR(chosen(sure_rows(), 0.03)[1], 1, 1e-6);
}

TEST(Thresholds, AreNotChosenByAFewRows)
{
    EXPECT_EQ(chosen(rows_of({.1F}, std::vector<float>(49, .9F)), 0)[1], 0);
}

TEST(Thresholds, MakeABenignRowOfAnUnsureAttack)
{
    const std::vector<float> unsure {0.4F, 0.6F};
    const std::vector<double> thresholds {0, 0.7};
    EXPECT_EQ(judged_class(unsure, thresholds, 0), 0U);
    EXPECT_EQ(judged_class(unsure, {}, 0), 1U);
}

}  // namespace
}  // namespace hive
