// lib/model_file.h - a model and its card, as two files side by side.
#pragma once

#include <optional>
#include <string>

#include "lib/forest.h"
#include "lib/model_card.h"

namespace hive {

/// A model to predict with. MODEL is JSON of XGBoost's format, its card stands beside it.
struct ModelFile {
    Forest forest;
    ModelCard card;

    /// @return an error that names the file at fault, also when the two do not belong together
    static Result<ModelFile> load(const std::string& path);
    /// @return nothing when there is no model
    static Result<std::optional<ModelFile>> load_if_present(const std::string& path);
    /// Writes the model, then the card; who watches for a new model watches the card.
    static Result<> write(const std::string& path, const ForestModel& model, const ModelCard& card);
};

}  // namespace hive
