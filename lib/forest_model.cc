#include "lib/forest_model.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "lib/json.h"
#include "lib/number.h"

namespace hive {
namespace {

/// The member at a path such as {"learner", "objective"}.
Result<const Json*> find(const Json& root, std::initializer_list<std::string_view> path)
{
    const auto* value = &root;
    for (const auto name : path) {
        if (!value->is_object())
            return fail("the model has no '{}'", name);
        const auto found = value->find(name);
        if (found == value->end())
            return fail("the model has no '{}'", name);
        value = &*found;
    }
    return value;
}

/// XGBoost writes parameters as texts: "21", "5E-1".
Result<double> parameter(const Json& root, std::initializer_list<std::string_view> path)
{
    const auto& value = *TRY(find(root, path));
    const auto& name = *(path.end() - 1);
    if (value.is_number())
        return value.get<double>();
    if (!value.is_string())
        return fail("the model's '{}' is no number", name);
    // Later versions write a vector of one: "[5E-1]".
    std::string_view text = value.get_ref<const std::string&>();
    if (text.starts_with('[') && text.ends_with(']'))
        text = text.substr(1, text.size() - 2);
    const auto number = number_of<double>(text);
    if (!number || !std::isfinite(*number))
        return fail("the model's '{}' is '{}', no number", name, text.substr(0, 40));
    return *number;
}

Result<std::size_t> count(
    const Json& root, std::initializer_list<std::string_view> path, double least, std::size_t most)
{
    const auto number = TRY(parameter(root, path));
    const bool is_within = number >= least && number <= static_cast<double>(most);
    if (!is_within || number != std::floor(number))
        return fail(
            "the model's '{}' is {}, outside {}-{}", *(path.end() - 1), number, least, most);
    return static_cast<std::size_t>(number);
}

/// Older versions write default_left as true and false. @return NaN for what is no number
double number_in(const Json& item)
{
    if (item.is_boolean())
        return static_cast<double>(item.get<bool>());
    return item.is_number() ? item.get<double>() : std::nan("");
}

/// An array of `size` numbers within [low, high].
template <class T>
Result<std::vector<T>> numbers(
    const Json& tree, std::string_view name, std::size_t size, double low, double high)
{
    const auto& array = *TRY(find(tree, {name}));
    if (!array.is_array() || array.size() != size)
        return fail("'{}' is no list of {} numbers", name, size);
    std::vector<T> values;
    values.reserve(size);
    for (const auto& item : array) {
        const auto value = number_in(item);
        const bool is_within = value >= low && value <= high;
        if (!is_within)
            return fail("'{}' holds {}, outside {:g} to {:g}", name, value, low, high);
        values.push_back(static_cast<T>(value));
    }
    return values;
}

constexpr double largest = std::numeric_limits<float>::max();

/// Each node but the root is the child of one node, and all hang together.
Result<> check_shape(const Tree& tree)
{
    std::vector<std::uint8_t> is_seen(tree.size(), 0);
    std::vector<std::int32_t> open {0};
    std::size_t seen = 0;
    while (!open.empty()) {
        const auto node = static_cast<std::size_t>(open.back());
        open.pop_back();
        if (is_seen[node] != 0)
            return fail("node {} has two parents", node);
        is_seen[node] = 1;
        ++seen;
        if (tree.is_leaf(node) != (tree.right[node] < 0))
            return fail("node {} has one child", node);
        if (!tree.is_leaf(node))
            open.insert(open.end(), {tree.left[node], tree.right[node]});
    }
    if (seen != tree.size())
        return fail("{} of {} nodes hang below the root", seen, tree.size());
    return {};
}

Result<> refuse_categories(const Json& tree)
{
    const auto found = tree.find("split_type");
    if (found != tree.end() && found->is_array())
        for (const auto& type : *found)
            if (type != 0 && type != false)
                return fail("it splits by category, which is not supported");
    return {};
}

/// Values of the nodes: of a scalar tree the leaf's stands where the others have a threshold.
Result<std::vector<float>> read_values(const Json& json, const Tree& tree)
{
    if (tree.width > 1)
        return numbers<float>(json, "base_weights", tree.size() * tree.width, -largest, largest);
    return tree.threshold;
}

Result<Tree> read_tree(const Json& json, const ForestModel& model)
{
    if (!json.is_object())
        return fail("it is no object");
    const auto size = TRY(count(json, {"tree_param", "num_nodes"}, 1, max_nodes));
    const auto width = json.at("tree_param").contains("size_leaf_vector")
        ? TRY(count(json, {"tree_param", "size_leaf_vector"}, 0, max_classes))
        : 1;
    TRY(refuse_categories(json));
    Tree tree;
    tree.width = std::max<std::size_t>(width, 1);
    const auto last = static_cast<double>(size - 1);
    tree.left = TRY(numbers<std::int32_t>(json, "left_children", size, -1, last));
    tree.right = TRY(numbers<std::int32_t>(json, "right_children", size, -1, last));
    tree.feature = TRY(numbers<std::uint16_t>(
        json, "split_indices", size, 0, static_cast<double>(model.features - 1)));
    tree.threshold = TRY(numbers<float>(json, "split_conditions", size, -largest, largest));
    tree.missing_left = TRY(numbers<std::uint8_t>(json, "default_left", size, 0, 1));
    tree.cover = TRY(numbers<float>(json, "sum_hessian", size, 0, largest));
    tree.value = TRY(read_values(json, tree));
    TRY(check_shape(tree));
    const bool is_vector = model.objective == ForestModel::Objective::mean;
    if (tree.width != (is_vector ? model.classes : 1))
        return fail("its leaves hold {} numbers", tree.width);
    return tree;
}

/// The class that a tree speaks for. @param number of the tree
Result<std::size_t> output_of(const Json& item, std::size_t number, const ForestModel& model)
{
    const auto output = item.is_number_integer() ? item.get<std::int64_t>() : -1;
    const bool is_multiple = model.objective == ForestModel::Objective::softmax;
    if (output < 0 || output >= (is_multiple ? static_cast<std::int64_t>(model.classes) : 1))
        return fail("tree {} speaks for class {}", number, output);
    return static_cast<std::size_t>(output);
}

Result<> read_trees(const Json& booster, ForestModel& model)
{
    const auto& trees = *TRY(find(booster, {"model", "trees"}));
    const auto& outputs = *TRY(find(booster, {"model", "tree_info"}));
    if (!trees.is_array() || trees.empty() || trees.size() > max_trees)
        return fail("the model has no list of 1-{} trees", max_trees);
    if (!outputs.is_array() || outputs.size() != trees.size())
        return fail("the model's 'tree_info' is no list of {} numbers", trees.size());
    std::size_t nodes = 0;
    for (std::size_t i = 0; i < trees.size(); ++i) {
        auto tree = read_tree(trees[i], model);
        if (!tree)
            return std::unexpected {std::move(tree).error().within(fmt::format("tree {}", i))};
        tree->output = TRY(output_of(outputs[i], i, model));
        nodes += tree->size();
        if (nodes > max_nodes)
            return fail("the model has more than {} nodes", max_nodes);
        model.trees.push_back(*std::move(tree));
    }
    return {};
}

Result<ForestModel::Objective> objective_of(const Json& root)
{
    const auto& name = *TRY(find(root, {"learner", "objective", "name"}));
    if (name == "binary:logistic")
        return ForestModel::Objective::logistic;
    if (name == "multi:softprob" || name == "multi:softmax")
        return ForestModel::Objective::softmax;
    if (name == "hive:forest")
        return ForestModel::Objective::mean;
    return fail("objective {} is not supported", to_text(name).substr(0, 40));
}

/// Names are kept only when there is one for each feature.
Result<std::vector<std::string>> feature_names(const Json& root, std::size_t features)
{
    std::vector<std::string> names;
    const auto found = find(root, {"learner", "feature_names"});
    if (!found || !(*found)->is_array() || (*found)->empty())
        return names;
    for (const auto& name : **found)
        names.push_back(name.is_string() ? name.get<std::string>() : "");
    if (names.size() != features)
        return fail("the model has {} features and {} names", features, names.size());
    return names;
}

/// XGBoost keeps a logistic model's base score as a probability.
Result<float> base_margin(const Json& root, ForestModel::Objective objective)
{
    const auto score = TRY(parameter(root, {"learner", "learner_model_param", "base_score"}));
    if (objective != ForestModel::Objective::logistic)
        return static_cast<float>(score);
    const bool is_probability = score > 0 && score < 1;
    if (!is_probability)
        return fail("the model's 'base_score' is {}, outside 0-1", score);
    return -std::log(1.0F / static_cast<float>(score) - 1.0F);
}

}  // namespace

Result<ForestModel> parse_forest(std::string_view json)
{
    if (json.size() > max_model_bytes)
        return fail("the model is larger than {} bytes", max_model_bytes);
    const auto root = TRY(parse_json(json));
    const auto& booster = *TRY(find(root, {"learner", "gradient_booster"}));
    if (const auto& name = *TRY(find(booster, {"name"})); name != "gbtree")
        return fail("booster {} is not supported", to_text(name).substr(0, 40));
    ForestModel model;
    model.objective = TRY(objective_of(root));
    const bool is_logistic = model.objective == ForestModel::Objective::logistic;
    const auto classes
        = TRY(count(root, {"learner", "learner_model_param", "num_class"}, 0, max_classes));
    model.classes = is_logistic ? 2 : classes;
    if (model.classes < 2)
        return fail("the model has {} classes", classes);
    model.features = TRY(
        count(root, {"learner", "learner_model_param", "num_feature"}, 1, max_model_features));
    model.feature_names = TRY(feature_names(root, model.features));
    model.base_margin = TRY(base_margin(root, model.objective));
    TRY(read_trees(booster, model));
    return model;
}

}  // namespace hive
