#include "tools/hive-train/labelled_rows.h"

#include <utility>

#include "lib/forest_model.h"

namespace hive {

LabelledRows::LabelledRows(std::span<const std::string_view> feature_names)
{
    table_.feature_names.assign(feature_names.begin(), feature_names.end());
    table_.columns.resize(feature_names.size());
}

Result<> LabelledRows::add(
    std::span<const float> features, std::string_view label, std::int64_t time, Origin origin)
{
    if (label.empty())
        return fail("has no label");
    if (rows() == max_training_rows)
        return fail("has more than {} rows before it", max_training_rows);
    auto found = seen_.find(label);
    if (found == seen_.end()) {
        if (seen_.size() == max_classes)
            return fail("has more than {} classes before it", max_classes);
        found = seen_.emplace(label, static_cast<std::uint16_t>(seen_.size())).first;
    }
    table_.classes.push_back(found->second);
    table_.times.push_back(time);
    table_.derived.push_back(origin == Origin::derived ? 1 : 0);
    for (std::size_t feature = 0; feature < features.size(); ++feature)
        table_.columns[feature].push_back(features[feature]);
    return {};
}

Result<TrainingTable> LabelledRows::finish(std::size_t least_classes)
{
    if (seen_.empty())
        return fail("the data has no labelled record");
    if (seen_.size() < least_classes)
        return fail("the data has {} classes; two are needed to tell apart", seen_.size());
    if (table_.test_from == 0 || table_.test_from == rows())
        return fail("there is nothing to {}", table_.test_from == 0 ? "learn from" : "judge by");
    std::vector<std::uint16_t> sorted(seen_.size());
    for (const auto& [name, number] : seen_) {
        sorted[number] = static_cast<std::uint16_t>(table_.class_names.size());
        table_.class_names.push_back(name);
    }
    for (auto& index : table_.classes)
        index = sorted[index];
    return std::move(table_);
}

}  // namespace hive
