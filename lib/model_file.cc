#include "lib/model_file.h"

#include <utility>

#include "lib/file.h"

namespace hive {

Result<ModelFile> ModelFile::load(const std::string& path)
{
    const auto card_path = model_card_path(path);
    auto card = parse_model_card(TRY(read_file(card_path)));
    if (!card)
        return std::unexpected {std::move(card).error().within(card_path)};
    const auto model = parse_forest(TRY(read_file(path, max_model_bytes)));
    if (!model)
        return std::unexpected {Error {model.error()}.within(path)};
    if (model->classes != card->classes.size() || model->features != card->features.size())
        return fail("{}: {} classes and {} features, its card has {} and {}", path, model->classes,
            model->features, card->classes.size(), card->features.size());
    return ModelFile {.forest = Forest {*model}, .card = *std::move(card)};
}

Result<std::optional<ModelFile>> ModelFile::load_if_present(const std::string& path)
{
    if (file_fingerprint(path).empty())
        return std::nullopt;
    return TRY(load(path));
}

Result<> ModelFile::write(const std::string& path, const ForestModel& model, const ModelCard& card)
{
    constexpr mode_t readable = 0644;
    TRY(write_file(path, format_forest(model), readable));
    return write_file(model_card_path(path), format_model_card(card), readable);
}

}  // namespace hive
