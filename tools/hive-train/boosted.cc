#include "tools/hive-train/boosted.h"

#include <array>
#include <limits>
#include <memory>
#include <string>
#include <utility>

#include <xgboost/c_api.h>

namespace hive {
namespace {

struct FreeMatrix {
    using pointer = DMatrixHandle;
    void operator()(DMatrixHandle handle) const noexcept { XGDMatrixFree(handle); }
};
struct FreeBooster {
    using pointer = BoosterHandle;
    void operator()(BoosterHandle handle) const noexcept { XGBoosterFree(handle); }
};
using Matrix = std::unique_ptr<void, FreeMatrix>;
using Booster = std::unique_ptr<void, FreeBooster>;

Result<> check(int code)
{
    if (code != 0)
        return fail("libxgboost: {}", XGBGetLastError());
    return {};
}

Result<Matrix> make_matrix(
    const TrainingTable& table, std::span<const std::uint32_t> rows, const BoostingPlan& plan)
{
    const auto width = table.features();
    std::vector<float> values(rows.size() * width);
    std::vector<float> labels;
    std::vector<float> weights;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        table.fill_row(rows[i], std::span {values}.subspan(i * width, width));
        const auto class_index = table.classes[rows[i]];
        labels.push_back(static_cast<float>(class_index));
        weights.push_back(plan.class_weights.empty() ? 1 : plan.class_weights[class_index]);
    }
    DMatrixHandle handle = nullptr;
    TRY(check(XGDMatrixCreateFromMat(
        values.data(), rows.size(), width, std::numeric_limits<float>::quiet_NaN(), &handle)));
    Matrix matrix {handle};
    TRY(check(XGDMatrixSetFloatInfo(handle, "label", labels.data(), labels.size())));
    TRY(check(XGDMatrixSetFloatInfo(handle, "weight", weights.data(), weights.size())));
    return matrix;
}

Result<> configure(BoosterHandle booster, std::size_t classes, const BoostingPlan& plan)
{
    const auto parameters = std::to_array<std::pair<const char*, std::string>>({
        {"objective", "multi:softprob"},
        {"num_class", std::to_string(classes)},
        {"max_depth", std::to_string(plan.depth)},
        {"seed", std::to_string(plan.seed)},
        {"nthread", std::to_string(plan.threads)},
        {"tree_method", "hist"},
        // Trees that see half of the rows and a third of the features a node differ, and misjudge
        // less of the benign traffic of later days: the best of a few settings, both on folds of
        // the training rows and on the days after them.
        {"subsample", "0.5"},
        {"colsample_bytree", "0.8"},
        {"colsample_bynode", "0.4"},
    });
    for (const auto& [name, value] : parameters)
        TRY(check(XGBoosterSetParam(booster, name, value.c_str())));
    return {};
}

}  // namespace

Result<ForestModel> train_boosted(
    const TrainingTable& table, std::span<const std::uint32_t> rows, const BoostingPlan& plan)
{
    const auto matrix = TRY(make_matrix(table, rows, plan));
    DMatrixHandle matrix_handle = matrix.get();
    BoosterHandle handle = nullptr;
    TRY(check(XGBoosterCreate(&matrix_handle, 1, &handle)));
    const Booster booster {handle};
    TRY(configure(handle, table.class_names.size(), plan));
    for (int round = 0; round < plan.rounds; ++round)
        TRY(check(XGBoosterUpdateOneIter(handle, round, matrix_handle)));
    bst_ulong size = 0;
    const char* text = nullptr;
    TRY(check(XGBoosterSaveModelToBuffer(handle, R"({"format": "json"})", &size, &text)));
    auto model = TRY(parse_forest({text, size}));
    model.feature_names = table.feature_names;
    return model;
}

}  // namespace hive
