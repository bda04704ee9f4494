#include "tools/hive-train/random_forest.h"

#include <algorithm>
#include <numeric>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/forest.h"

namespace hive {
namespace {

/// Two features that tell three classes apart, and one of noise.
TrainingTable sample_table(std::size_t rows)
{
    std::mt19937 random {7};
    std::uniform_real_distribution<float> number {0, 1};
    TrainingTable table {.feature_names = {"a", "b", "noise"},
        .class_names = {"high", "left", "right"},
        .columns = std::vector<std::vector<float>>(3)};
    for (std::size_t row = 0; row < rows; ++row) {
        const std::vector<float> x {number(random), number(random), number(random)};
        table.classes.push_back(x[1] > 0.7F ? 0 : x[0] < 0.4F ? 1 : 2);
        table.times.push_back(static_cast<std::int64_t>(row));
        for (std::size_t feature = 0; feature < 3; ++feature)
            table.columns[feature].push_back(x[feature]);
    }
    return table;
}

Rows first_rows(std::size_t count)
{
    Rows rows(count);
    std::iota(rows.begin(), rows.end(), 0U);
    return rows;
}

std::size_t mistakes(const ForestModel& model, const TrainingTable& table, std::size_t first)
{
    const Forest forest {model};
    std::vector<float> x(3);
    std::vector<float> shares(3);
    std::size_t wrong = 0;
    for (auto row = first; row < table.rows(); ++row) {
        table.fill_row(row, x);
        forest.predict(x, shares);
        const auto best = std::ranges::max_element(shares) - shares.begin();
        wrong += best != table.classes[row] ? 1 : 0;
    }
    return wrong;
}

TEST(RandomForest, LearnsWhatTellsClassesApart)
{
    const auto table = sample_table(3000);
    const auto trained = train_random_forest(table, first_rows(2000), {.trees = 20});
    EXPECT_LT(mistakes(trained.model, table, 2000), 20U);
}

TEST(RandomForest, RatesNoiseLeast)
{
    const auto table = sample_table(2000);
    const auto importance = train_random_forest(table, first_rows(2000), {.trees = 20}).importance;
    EXPECT_NEAR(std::accumulate(importance.begin(), importance.end(), 0.0), 1, 1e-9);
    EXPECT_LT(importance[2], std::min(importance[0], importance[1]) / 2);
}

TEST(RandomForest, IsTheSameWithAnyNumberOfThreads)
{
    const auto table = sample_table(600);
    const auto one = train_random_forest(table, first_rows(600), {.trees = 8, .threads = 1});
    const auto three = train_random_forest(table, first_rows(600), {.trees = 8, .threads = 3});
    EXPECT_EQ(format_forest(one.model), format_forest(three.model));
}

TEST(RandomForest, IsAnotherWithAnotherSeed)
{
    const auto table = sample_table(600);
    const auto one = train_random_forest(table, first_rows(600), {.trees = 2, .seed = 1});
    const auto two = train_random_forest(table, first_rows(600), {.trees = 2, .seed = 2});
    EXPECT_NE(format_forest(one.model), format_forest(two.model));
}

TEST(RandomForest, IsReadBack)
{
    const auto table = sample_table(600);
    const auto trained = train_random_forest(table, first_rows(600), {.trees = 3});
    const auto model = parse_forest(format_forest(trained.model));
    ASSERT_TRUE(model) << model.error().message();
    EXPECT_EQ(mistakes(*model, table, 0), mistakes(trained.model, table, 0));
}

TEST(RandomForest, HeedsWeights)
{
    auto table = sample_table(600);
    std::ranges::fill(table.columns[0], 1.0F);
    std::ranges::fill(table.columns[1], 1.0F);
    std::ranges::fill(table.columns[2], 1.0F);
    const auto trained
        = train_random_forest(table, first_rows(600), {.trees = 1, .class_weights = {1, 1000, 1}});
    ASSERT_EQ(trained.model.trees.front().size(), 1U);
    EXPECT_GT(trained.model.trees.front().value[1], 0.99F);
}

}  // namespace
}  // namespace hive
