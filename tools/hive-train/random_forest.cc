#include "tools/hive-train/random_forest.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <thread>

#include "tools/hive-train/bins.h"
#include "tools/hive-train/tree_grower.h"

namespace hive {
namespace {

std::vector<double> normalised_sum(const std::vector<GrownTree>& trees, std::size_t features)
{
    std::vector<double> sum(features, 0);
    for (const auto& grown : trees)
        for (std::size_t feature = 0; feature < features; ++feature)
            sum[feature] += grown.importance[feature];
    const auto total = std::accumulate(sum.begin(), sum.end(), 0.0);
    if (total > 0)
        for (auto& share : sum)
            share /= total;
    return sum;
}

}  // namespace

TrainedForest train_random_forest(
    const TrainingTable& table, std::span<const std::uint32_t> rows, const RandomForestPlan& plan)
{
    const BinnedTable bins {table, rows};
    const GrowingGround ground {.bins = bins,
        .features = table.features(),
        .classes = table.class_names.size(),
        .class_weights = plan.class_weights.empty()
            ? std::vector<float>(table.class_names.size(), 1)
            : plan.class_weights};
    std::vector<GrownTree> trees(static_cast<std::size_t>(plan.trees));
    std::atomic<std::size_t> next {0};
    {
        std::vector<std::jthread> threads;
        threads.reserve(static_cast<std::size_t>(plan.threads));
        for (int i = 0; i < plan.threads; ++i)
            threads.emplace_back([&] {
                TreeGrower grower {ground};
                for (auto tree = next++; tree < trees.size(); tree = next++)
                    trees[tree] = grower.grow(plan.seed * 1'000'003 + tree);
            });
    }
    TrainedForest trained;
    trained.importance = normalised_sum(trees, table.features());
    trained.model.classes = table.class_names.size();
    trained.model.features = table.features();
    trained.model.feature_names = table.feature_names;
    for (auto& grown : trees)
        trained.model.trees.push_back(std::move(grown.tree));
    return trained;
}

}  // namespace hive
