// daemons/guard/model.h - a model in use: judges feature vectors, says why, measures drift.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/guard/verdict.h"
#include "lib/model_file.h"

namespace hive {

/// What a model says of one vector.
struct Judgement {
    std::size_t class_index = 0;
    double score = 0;  // probability of that class
    bool is_attack = false;
};

/// One feature's distance from training.
struct Drift {
    std::string_view feature;
    double psi = 0;
};

class Model {
public:
    /// @param features the names of what this kind of model is shown, in order
    /// @return an error when the model takes others
    static Result<Model> create(
        ModelFile file, std::string_view kind, std::span<const std::string_view> features);

    /// Also counts the vector for drift.
    [[nodiscard]] Judgement judge(std::span<const float> features);
    /// The features that moved the margin of that class most upwards, the strongest first.
    [[nodiscard]] std::vector<Reason> reasons(
        std::span<const float> features, std::size_t class_index) const;

    [[nodiscard]] const ModelCard& card() const { return file_.card; }
    [[nodiscard]] std::size_t trees() const { return file_.forest.trees(); }
    [[nodiscard]] const std::string& class_name(std::size_t index) const
    {
        return file_.card.classes[index];
    }
    /// Of the vectors since the last reset. @return nothing while there were less than 200, or
    ///         the card has no histograms
    [[nodiscard]] std::vector<Drift> drift() const;
    void reset_drift();

private:
    Model(ModelFile file, std::size_t benign);

    ModelFile file_;
    std::size_t benign_;  // index of the class that is no attack
    std::vector<float> probabilities_;
    std::vector<std::vector<std::uint64_t>> bins_;  // counts by feature and bin
    std::uint64_t counted_ = 0;
};

}  // namespace hive
