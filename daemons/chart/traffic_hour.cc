#include "daemons/chart/traffic_hour.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemons/chart/traffic_picture.h"
#include "daemons/chart/traffic_quality.h"
#include "lib/guard_schema.h"
#include "lib/json.h"

namespace hive {
namespace {

constexpr std::int64_t minute = 60;
constexpr std::int64_t quality_span = std::int64_t {24} * 3600;

Result<std::vector<Outcome>> read_outcomes(Sqlite& database, std::int64_t since)
{
    auto labelled = TRY(database.prepare(
        "SELECT label.name, predicted.name, sum(count) FROM outcome JOIN class AS label ON "
        "label.id = label JOIN class AS predicted ON predicted.id = predicted "
        "WHERE ts >= ? GROUP BY 1, 2"));
    TRY(labelled.bind(1, since));
    std::vector<Outcome> outcomes;
    while (TRY(labelled.step()))
        outcomes.push_back({.truth = std::string {labelled.text(0)},
            .predicted = std::string {labelled.text(1)},
            .count = labelled.integer(2)});
    auto told
        = TRY(database.prepare("SELECT feedback.class, decision.class, count(*) FROM feedback "
                               "JOIN decision ON decision.id = decision GROUP BY 1, 2"));
    while (TRY(told.step()))
        outcomes.push_back({.truth = std::string {told.text(0)},
            .predicted = std::string {told.text(1)},
            .count = told.integer(2),
            .source = Outcome::Source::feedback});
    return outcomes;
}

struct ClassHour {
    bool is_attack = false;
    std::array<std::int64_t, traffic_minutes> counts {};
};

/// @param last the last minute since the epoch
Result<std::map<std::string, ClassHour>> read_hour(Sqlite& database, std::int64_t last)
{
    const auto first = last - (traffic_minutes - 1);
    auto rows = TRY(
        database.prepare("SELECT class.name, class.is_attack, ts / 60, sum(count) FROM five "
                         "JOIN class ON class.id = class WHERE ts >= ? AND ts < ? GROUP BY 1, 3"));
    TRY(rows.bind(1, first * minute));
    TRY(rows.bind(2, (last + 1) * minute));
    std::map<std::string, ClassHour> classes;
    while (TRY(rows.step())) {
        auto& of = classes[std::string {rows.text(0)}];
        of.is_attack = rows.integer(1) != 0;
        of.counts[static_cast<std::size_t>(rows.integer(2) - first)] += rows.integer(3);
    }
    return classes;
}

Json rounded_or_null(const std::optional<double>& share)
{
    return share ? Json(*share) : Json(nullptr);
}

}  // namespace

Result<Json> hour_json(Sqlite& database, std::int64_t last_five)
{
    const auto last = last_five / minute;
    auto classes = TRY(read_hour(database, last));
    const auto quality = judge_traffic(TRY(read_outcomes(database, last_five - quality_span)));
    for (const auto& [name, judged] : quality.classes)
        classes.try_emplace(name, ClassHour {.is_attack = name != benign_class});
    Json list = Json::array();
    for (const auto& [name, of] : classes) {
        const auto found = quality.classes.find(name);
        const auto judged = found == quality.classes.end() ? ClassQuality {} : found->second;
        list.push_back({{"name", name}, {"is_attack", of.is_attack}, {"counts", of.counts},
            {"judged", judged.judged}, {"precision", rounded_or_null(judged.precision)},
            {"recall", rounded_or_null(judged.recall)}});
    }
    return Json {{"last", last * minute}, {"classes", std::move(list)},
        {"labelled", quality.labelled}, {"accuracy", rounded_or_null(quality.accuracy)},
        {"main_accuracy", rounded_or_null(quality.main_accuracy)}};
}

}  // namespace hive
