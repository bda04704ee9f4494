#include "lib/flow.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "lib/csv_line.h"
#include "lib/flat_json.h"
#include "lib/json.h"
#include "lib/number.h"
#include "lib/trim.h"

namespace hive {
namespace {

constexpr std::size_t source_slot = flow_feature_count;
constexpr std::size_t destination_slot = flow_feature_count + 1;
constexpr std::size_t timestamp_slot = flow_feature_count + 2;
constexpr std::size_t label_slot = flow_feature_count + 3;
/// Longer names of hosts and classes are cut, so that no record is large in memory.
constexpr std::size_t max_text = 255;

std::optional<float> parse_feature(std::string_view text)
{
    const auto value = number_of<double>(text);
    if (!value || !std::isfinite(static_cast<float>(*value)))
        return std::nullopt;
    return static_cast<float>(*value);
}

/// A field's value as an error shows it: its beginning.
std::string_view shown(std::string_view value)
{
    return value.substr(0, 40);
}

}  // namespace

const std::array<std::string_view, flow_feature_count> flow_feature_names {"Bwd Pkt Len Min",
    "Subflow Fwd Byts", "TotLen Fwd Pkts", "Fwd Pkt Len Mean", "Bwd Pkt Len Std", "Flow IAT Mean",
    "Fwd IAT Min", "Flow Duration", "Flow IAT Std", "Active Min", "Active Mean", "Bwd IAT Mean",
    "Fwd IAT Mean", "Init Fwd Win Byts", "Fwd PSH Flags", "SYN Flag Cnt", "Fwd Pkts/s",
    "Init Bwd Win Byts", "Bwd Pkts/s", "PSH Flag Cnt", "Pkt Size Avg"};

FlowFields::FlowFields()
{
    std::ranges::copy(flow_feature_names, features.begin());
}

struct FlowReader::Draft {
    Flow flow;
    std::array<bool, slots> is_set {};
};

FlowReader::FlowReader(const FlowFields& fields)
{
    std::ranges::copy(fields.features, names_.begin());
    names_[source_slot] = fields.source;
    names_[destination_slot] = fields.destination;
    names_[timestamp_slot] = fields.timestamp;
    names_[label_slot] = fields.label;
    for (std::size_t slot = 0; slot < slots; ++slot)
        index_.emplace(names_[slot], slot);
}

/// Records of one source keep one order: the slot after the last one is tried first.
std::size_t FlowReader::slot_of(std::string_view name, std::size_t guess) const
{
    if (guess < slots && names_[guess] == name)
        return guess;
    const auto found = index_.find(name);
    return found == index_.end() ? slots : found->second;
}

Result<> FlowReader::set(Draft& draft, std::size_t slot, std::string_view value) const
{
    if (std::exchange(draft.is_set[slot], true))
        return fail("has '{}' twice", names_[slot]);
    if (slot < flow_feature_count) {
        const auto number = parse_feature(trimmed(value));
        if (!number)
            return fail("'{}' is '{}', not a finite number", names_[slot], shown(value));
        draft.flow.features[slot] = *number;
        return {};
    }
    switch (slot) {
    case source_slot: draft.flow.source = value.substr(0, max_text); break;
    case destination_slot: draft.flow.destination = value.substr(0, max_text); break;
    case label_slot: draft.flow.label = value.substr(0, max_text); break;
    default:
        draft.flow.time = parse_flow_time(trimmed(value));
        if (!draft.flow.time)
            return fail("'{}' is '{}', not a time", names_[slot], shown(value));
    }
    return {};
}

Result<Flow> FlowReader::finish(Draft draft) const
{
    for (std::size_t slot = 0; slot < flow_feature_count; ++slot)
        if (!draft.is_set[slot])
            return fail("has no '{}'", names_[slot]);
    return std::move(draft.flow);
}

Result<Flow> FlowReader::read_json(std::string_view line) const
{
    if (line.size() > max_flow_line)
        return fail("is longer than {} bytes", max_flow_line);
    FlatJson object {line};
    Draft draft;
    std::size_t guess = 0;
    while (const auto member = TRY(object.next())) {
        const auto slot = slot_of(member->name, guess);
        guess = slot + 1;
        if (slot < slots)
            TRY(set(draft, slot, member->value));
    }
    return finish(std::move(draft));
}

Result<> FlowReader::read_header(std::string_view line)
{
    if (line.size() > max_flow_line)
        return fail("the header is longer than {} bytes", max_flow_line);
    std::vector<std::size_t> columns;
    std::array<bool, slots> is_there {};
    for (const auto& name : split_csv_line(line)) {
        const auto slot = slot_of(trimmed(name), columns.size());
        if (slot < slots && std::exchange(is_there[slot], true))
            return fail("the header has '{}' twice", names_[slot]);
        columns.push_back(slot);
    }
    for (std::size_t slot = 0; slot < flow_feature_count; ++slot)
        if (!is_there[slot])
            return fail("the header has no '{}'", names_[slot]);
    columns_ = std::move(columns);
    return {};
}

Result<Flow> FlowReader::read_csv(std::string_view line) const
{
    if (line.size() > max_flow_line)
        return fail("is longer than {} bytes", max_flow_line);
    const auto values = split_csv_line(line);
    if (values.size() != columns_.size())
        return fail("has {} columns, the header {}", values.size(), columns_.size());
    Draft draft;
    for (std::size_t column = 0; column < values.size(); ++column)
        if (columns_[column] < slots)
            TRY(set(draft, columns_[column], values[column]));
    return finish(std::move(draft));
}

std::string format_flow(const Flow& flow)
{
    static const FlowFields fields;
    std::string line;
    for (std::size_t i = 0; i < flow_feature_count; ++i)
        line
            += fmt::format("{}\"{}\":{}", i == 0 ? '{' : ',', fields.features[i], flow.features[i]);
    const auto add_text = [&line](std::string_view name, const std::string& text) {
        line += fmt::format(",\"{}\":{}", name, to_text(text));
    };
    add_text(fields.source, flow.source);
    add_text(fields.destination, flow.destination);
    if (flow.time)
        line += fmt::format(",\"{}\":{}", fields.timestamp,
            static_cast<double>(flow.time->time_since_epoch().count()) / 1e6);
    add_text(fields.label, flow.label);
    return line + "}\n";
}

}  // namespace hive
