#include "daemons/sync/reexamine.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lib/json.h"

namespace hive {
namespace {

constexpr std::int64_t rows_at_once = 500;
constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

std::optional<double> optional_number(const Json& object, const char* key)
{
    const auto found = object.find(key);
    const bool is_number = found != object.end() && found->is_number();
    return is_number ? std::optional {found->get<double>()} : std::nullopt;
}

std::vector<double> numbers(const Json& object, const char* key)
{
    std::vector<double> values;
    const auto found = object.find(key);
    if (found != object.end() && found->is_array() && found->size() <= max_bins)
        for (const auto& value : *found)
            values.push_back(value.is_number() ? value.get<double>() : no_value);
    return values;
}

/// As ReadingsWriter::kept() writes what is stored of a row.
std::string faults_text(Verdict verdict)
{
    std::ranges::sort(verdict.faults, {}, &Fault::part);
    std::string text;
    for (const auto& fault : verdict.faults)
        text += fmt::format("{}{} {}", text.empty() ? "" : "\n", fault.part, fault.reason);
    return text;
}

/// NaN became null when the row was kept: where a value was left out as no number, it stays so.
bool is_lossy(const Kept& kept)
{
    return kept.faults.contains("not a number") || kept.faults.contains("not finite")
        || kept.faults.contains("apiary is longer");
}

}  // namespace

Result<std::unique_ptr<KeptRow>> parse_raw_row(std::string_view raw, const RowRules& rules)
{
    const auto object = TRY(parse_json(raw));
    if (!object.is_object() || !object.contains("id"))
        return fail("no row in quarantine.raw");
    auto kept = std::make_unique<KeptRow>();
    auto& row = kept->row;
    row.id = integer_at(object, "id");
    if (const auto name = object.find("apiary"); name != object.end() && name->is_string()) {
        kept->apiary = name->get<std::string>();
        row.apiary = kept->apiary;
    }
    if (const auto time = object.find("time"); time != object.end() && time->is_number_integer())
        row.time = row.column_time = time->get<std::int64_t>();
    row.internal = optional_number(object, "internal");
    row.external = optional_number(object, "external");
    row.bins = numbers(object, "fft");
    const auto extras = object.find("extras");
    for (const auto& rule : rules.extras) {
        const bool is_kept = extras != object.end() && extras->is_object();
        const auto value
            = is_kept ? optional_number(*extras, rule.name.c_str()) : std::optional<double> {};
        row.extras.push_back(value.value_or(no_value));
    }
    return kept;
}

Result<std::int64_t> reexamine(ReadingsWriter& writer, const RowRules& rules)
{
    std::int64_t moved = 0;
    for (auto after = SourceState::before_all;;) {
        const auto rows = TRY(writer.kept(after, rows_at_once));
        for (const auto& kept : rows) {
            const auto parsed = is_lossy(kept) ? Result<std::unique_ptr<KeptRow>> {nullptr}
                                               : parse_raw_row(kept.raw, rules);
            if (!parsed || *parsed == nullptr)
                continue;
            const auto verdict = judge((*parsed)->row, rules);
            if (faults_text(verdict) == kept.faults)
                continue;
            TRY(writer.rejudge((*parsed)->row, verdict, kept.hash));
            ++moved;
        }
        TRY(writer.commit());
        if (rows.empty())
            return moved;
        after = rows.back().id;
    }
}

}  // namespace hive
