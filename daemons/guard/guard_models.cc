#include <fmt/ranges.h>

#include "daemons/guard/guard.h"
#include "lib/file.h"
#include "lib/json.h"
#include "lib/log.h"
#include "lib/model_file.h"

namespace hive {
namespace {

Result<std::optional<Model>> load(const std::string& path, const std::string& kind)
{
    auto file = TRY(ModelFile::load_if_present(path));
    if (!file)
        return std::nullopt;
    const std::span<const std::string_view> features = kind == "http"
        ? std::span<const std::string_view> {http_feature_names}
        : std::span<const std::string_view> {flow_feature_names};
    auto model = Model::create(*std::move(file), kind, features);
    if (!model)
        return std::unexpected {std::move(model).error().within(path)};
    return *std::move(model);
}

}  // namespace

std::optional<Model>& Guard::model(const ModelSlot& slot)
{
    return slot.kind == "http" ? engine_.http_model() : engine_.flow_model();
}

Result<> Guard::reload_models()
{
    Result<> result;
    for (auto& slot : models_) {
        const auto fingerprint = file_fingerprint(model_card_path(slot.path));
        if (fingerprint == slot.fingerprint)
            continue;
        slot.fingerprint = fingerprint;
        const auto loaded = load_model(slot);
        slot.trouble = loaded ? std::string {} : loaded.error().message();
        if (!loaded && result)
            result = std::unexpected {loaded.error()};
    }
    return result;
}

/// A model that cannot be taken leaves the one in use.
Result<> Guard::load_model(ModelSlot& slot)
{
    auto loaded = TRY(load(slot.path, slot.kind));
    slot.loaded = now_in_seconds();
    if (loaded) {
        slot.trees = loaded->trees();
        TRY(store_.add_model(slot.kind, slot.path, loaded->card(), slot.trees, slot.loaded));
        log::notice("took model kind={} {} trees={} {}", slot.kind, log::field("path", slot.path),
            slot.trees, log::field("version", loaded->card().version));
    } else {
        TRY(store_.retire_models(slot.kind, slot.loaded));
        if (model(slot))
            log::notice("gave up model kind={} reason=\"its file is gone\"", slot.kind);
    }
    model(slot) = std::move(loaded);
    return {};
}

/// Stores how far features have drifted since the last look.
/// @return those that drifted beyond the limit
std::set<std::string> Guard::take_drift(const std::string& kind, Model& model)
{
    const auto drift = model.drift();
    model.reset_drift();
    if (drift.empty())
        return {};
    if (const auto stored = store_.set_drift(kind, drift, now_in_seconds()); !stored)
        log::warning("failed {}", stored.error().message());
    std::set<std::string> beyond;
    for (const auto& one : drift)
        if (one.psi > config_.drift_limit)
            beyond.insert(fmt::format("{}: {}", kind, one.feature));
    return beyond;
}

void Guard::look_for_drift()
{
    std::set<std::string> drifting;
    for (const auto& slot : models_)
        if (auto& used = model(slot))
            drifting.merge(take_drift(slot.kind, *used));
    if (drifting.empty() != drifting_.empty())
        alerts_->send({{"key", "guard:drift"}, {"event", drifting.empty() ? "recovered" : "fired"},
            {"severity", "warning"}, {"source", "hive-guard"},
            {"subject", "traffic has drifted from what the model learned"},
            {"text",
                drifting.empty() ? "It is again as it was in training."
                                 : fmt::format("Changed: {}. A model learned from what hive-guard "
                                               "has kept since would know it: hive-train(1).",
                                       fmt::join(drifting, ", "))}});
    drifting_ = std::move(drifting);
}

Json Guard::models()
{
    auto all = Json::array();
    for (const auto& slot : models_) {
        const auto& used = model(slot);
        if (!used)
            continue;
        auto drift = Json::array();
        for (const auto& one : used->drift())
            drift.push_back({{"feature", one.feature}, {"psi", one.psi}});
        auto card = parse_json(format_model_card(used->card()));
        all.push_back({{"kind", slot.kind}, {"path", slot.path}, {"loaded", slot.loaded},
            {"card", card ? *card : Json::object()}, {"trees", slot.trees},
            {"drift", std::move(drift)}, {"trouble", slot.trouble}});
    }
    return all;
}

}  // namespace hive
