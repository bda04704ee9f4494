#include "daemons/sync/row.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

#include "lib/json.h"

namespace hive {
namespace {

constexpr std::int64_t one_day = 86400;
constexpr std::int64_t first_credible_clock = 1704067200;  // 2024-01-01

bool is_blank(std::string_view text)
{
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Why the row cannot be placed, "" when it can: without apiary and time there is no sample.
std::string refusal(const RemoteRow& row, const RowRules& rules)
{
    if (!row.apiary)
        return "no apiary";
    if (row.is_apiary_cut)
        return fmt::format("apiary is longer than {} bytes", RemoteRow::longest_apiary);
    if (is_blank(*row.apiary))
        return "apiary is empty";
    if (!row.time)
        return "no time";
    if (*row.time == 0)
        return "time is 0";
    if (*row.time < 0)
        return fmt::format("time {} is before 1970", *row.time);
    if (*row.time > rules.latest)
        return fmt::format("time {} is in the future", *row.time);
    return "";
}

/// The temperature if it is one; what is wrong with it goes to `verdict`.
std::optional<double> judge_temperature(
    std::optional<double> value, const ValueRange& range, const std::string& part, Verdict& verdict)
{
    if (!value)
        return std::nullopt;
    if (std::isnan(*value))
        verdict.faults.push_back({part, "not a number", std::nullopt});
    else if (is_sensor_fault(*value))
        verdict.faults.push_back({part, fmt::format("{} is a sensor fault", *value), value});
    else if (*value < range.low || *value > range.high)
        verdict.faults.push_back(
            {part, fmt::format("{} is outside {}..{}", *value, range.low, range.high), value});
    else
        return value;
    return std::nullopt;
}

void judge_bins(const RemoteRow& row, Verdict& verdict)
{
    auto& bins = verdict.bins;
    bins.assign(row.bins.begin(), row.bins.end());
    const auto is_value = [](float value) { return !std::isnan(value); };
    const auto bad = std::ranges::find_if(bins, [](float value) { return std::isinf(value); });
    if (bad != bins.end())
        verdict.faults.push_back(
            {"fft", fmt::format("bin {} is not finite", bad - bins.begin() + 1), std::nullopt});
    if (bad == bins.end() && std::ranges::any_of(bins, is_value))
        verdict.fft = encode_bins(bins, std::move(verdict.fft));
    else
        bins.clear();
}

/// A series knows no faults but its range.
std::optional<double> judge_extra(double value, const ExtraRule& rule, Verdict& verdict)
{
    if (std::isnan(value))
        return std::nullopt;
    if (std::isfinite(value) && value >= rule.range.low && value <= rule.range.high)
        return value;
    verdict.faults.push_back({rule.name,
        fmt::format("{} is outside {}..{}", value, rule.range.low, rule.range.high), value});
    return std::nullopt;
}

Json json_number(std::optional<double> value)
{
    return value && std::isfinite(*value) ? Json(*value) : Json();
}

}  // namespace

std::int64_t RowRules::latest_at(std::int64_t now)
{
    return now < first_credible_clock ? std::numeric_limits<std::int64_t>::max() : now + one_day;
}

std::string rules_text(const RowRules& rules)
{
    const auto text = [](std::string_view name, const ValueRange& range) {
        return fmt::format("{} {}..{}; ", name, range.low, range.high);
    };
    auto all = text("internal", rules.internal) + text("external", rules.external);
    for (const auto& extra : rules.extras)
        all += text(extra.name, extra.range);
    return all;
}

Verdict judge(const RemoteRow& row, const RowRules& rules, Verdict memory)
{
    Verdict verdict {.bins = std::move(memory.bins), .fft = std::move(memory.fft)};
    verdict.bins.clear();
    verdict.fft.clear();
    if (auto reason = refusal(row, rules); !reason.empty()) {
        verdict.faults.push_back({"", std::move(reason), std::nullopt});
        return verdict;
    }
    assert(row.time.has_value());
    verdict.is_sample = true;
    verdict.time = *row.time;
    verdict.internal = judge_temperature(row.internal, rules.internal, "internal", verdict);
    verdict.external = judge_temperature(row.external, rules.external, "external", verdict);
    judge_bins(row, verdict);
    assert(row.extras.size() == rules.extras.size());
    for (std::size_t i = 0; i < row.extras.size(); ++i)
        verdict.extras.push_back(judge_extra(row.extras[i], rules.extras[i], verdict));
    return verdict;
}

std::string raw_row(const RemoteRow& row, const RowRules& rules)
{
    Json object {{"id", row.id}};
    object["apiary"] = row.apiary ? Json(*row.apiary) : Json();
    object["time"] = row.time ? Json(*row.time) : Json();
    object["internal"] = json_number(row.internal);
    object["external"] = json_number(row.external);
    auto& bins = object["fft"] = Json::array();
    for (const double value : row.bins)
        bins.push_back(json_number(value));
    auto& extras = object["extras"] = Json::object();
    for (std::size_t i = 0; i < row.extras.size(); ++i)
        extras[rules.extras[i].name] = json_number(row.extras[i]);
    return to_text(object);
}

}  // namespace hive
