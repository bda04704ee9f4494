// tools/hive-train/labelled_rows.h - collects labelled feature vectors into a table. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "lib/result.h"
#include "tools/hive-train/table.h"

namespace hive {

/// Rows kept at most: a table of flows takes some 100 bytes a row, learning from it as much again.
constexpr std::size_t max_training_rows = 20'000'000;

/// Class names get their numbers when all are known.
class LabelledRows {
public:
    explicit LabelledRows(std::span<const std::string_view> feature_names);

    /// @param features as many as there are names, finite
    /// @param time microseconds since 1970
    /// @return an error for a row without a label, or of a class too many, or a row too many
    enum class Origin { seen, derived };  // derived from others: not to be judged by
    Result<> add(std::span<const float> features, std::string_view label, std::int64_t time,
        Origin origin = Origin::seen);
    /// What is added from now on is not learned from: a model is judged by it.
    void begin_test() { table_.test_from = table_.rows(); }
    [[nodiscard]] std::size_t rows() const { return table_.rows(); }

    /// @param least_classes 2 to tell them apart, 1 to predict
    /// @return an error when there are less, or nothing to judge by where that was begun
    [[nodiscard]] Result<TrainingTable> finish(std::size_t least_classes);

private:
    TrainingTable table_;
    std::map<std::string, std::uint16_t, std::less<>> seen_;  // classes in the order they were met
};

}  // namespace hive
