// lib/forest_format.cc - writes a forest in XGBoost's JSON model format.
#include <cmath>
#include <iterator>
#include <type_traits>

#include "lib/forest_model.h"
#include "lib/json.h"

namespace hive {
namespace {

/// The parameters XGBoost wants to read beside the name.
std::string objective_text(const ForestModel& model)
{
    switch (model.objective) {
    case ForestModel::Objective::logistic:
        return R"({"name":"binary:logistic","reg_loss_param":{"scale_pos_weight":"1"}})";
    case ForestModel::Objective::softmax:
        return fmt::format(
            R"({{"name":"multi:softprob","softmax_multiclass_param":{{"num_class":"{}"}}}})",
            model.classes);
    case ForestModel::Objective::mean: break;
    }
    return R"({"name":"hive:forest"})";
}

/// Straight to text: as JSON values the arrays of a large forest would take several times
/// the memory of the forest.
template <class T>
void append_array(std::string& text, std::string_view name, const std::vector<T>& values)
{
    // XGBoost tells 1.0, a real number, from 1.
    constexpr bool is_real = std::is_floating_point_v<T>;
    fmt::format_to(std::back_inserter(text), is_real ? "\"{}\":[{:#}]," : "\"{}\":[{}],", name,
        fmt::join(values, ","));
}

std::vector<std::int32_t> parents_of(const Tree& tree)
{
    constexpr std::int32_t none = 2'147'483'647;  // as XGBoost marks the root
    std::vector<std::int32_t> parents(tree.size(), none);
    for (std::size_t node = 0; node < tree.size(); ++node)
        if (!tree.is_leaf(node)) {
            parents[static_cast<std::size_t>(tree.left[node])] = static_cast<std::int32_t>(node);
            parents[static_cast<std::size_t>(tree.right[node])] = static_cast<std::int32_t>(node);
        }
    return parents;
}

void append_tree(std::string& text, const Tree& tree, std::size_t id, std::size_t features)
{
    text += '{';
    append_array(text, "base_weights", tree.value);
    append_array(text, "default_left", tree.missing_left);
    fmt::format_to(std::back_inserter(text), "\"id\":{},", id);
    append_array(text, "left_children", tree.left);
    append_array(text, "loss_changes", std::vector<float>(tree.size(), 0));
    append_array(text, "parents", parents_of(tree));
    append_array(text, "right_children", tree.right);
    append_array(text, "split_conditions", tree.threshold);
    append_array(text, "split_indices", tree.feature);
    append_array(text, "sum_hessian", tree.cover);
    fmt::format_to(std::back_inserter(text),
        R"("tree_param":{{"num_deleted":"0","num_feature":"{}","num_nodes":"{}",)"
        R"("size_leaf_vector":"{}"}}}})",
        features, tree.size(), tree.width);
}

}  // namespace

std::string format_forest(const ForestModel& model)
{
    auto names = Json::array();
    for (const auto& name : model.feature_names)
        names.push_back(name);
    const bool is_logistic = model.objective == ForestModel::Objective::logistic;
    auto text
        = fmt::format(R"({{"learner":{{"attributes":{{}},"feature_names":{},"feature_types":[],)"
                      R"("gradient_booster":{{"model":{{"gbtree_model_param":)"
                      R"({{"num_parallel_tree":"1","num_trees":"{}"}},"tree_info":[)",
            to_text(names), model.trees.size());
    std::vector<std::size_t> outputs;
    outputs.reserve(model.trees.size());
    for (const auto& tree : model.trees)
        outputs.push_back(tree.output);
    fmt::format_to(std::back_inserter(text), "{}", fmt::join(outputs, ","));
    text += R"(],"trees":[)";
    for (std::size_t i = 0; i < model.trees.size(); ++i) {
        text += i == 0 ? "" : ",";
        append_tree(text, model.trees[i], i, model.features);
    }
    const auto score = is_logistic ? 1 / (1 + std::exp(-model.base_margin)) : model.base_margin;
    return text
        + fmt::format(R"(]}},"name":"gbtree"}},"learner_model_param":{{"base_score":"{}",)"
                      R"("num_class":"{}","num_feature":"{}"}},"objective":{}}},)"
                      R"("version":[1,7,4]}})",
            score, is_logistic ? 0 : model.classes, model.features, objective_text(model));
}

}  // namespace hive
