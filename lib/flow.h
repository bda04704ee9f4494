// lib/flow.h - network flow records: 21 features and who talked to whom, from JSON lines or CSV.
//
// A record is one flow as CICFlowMeter measures it, under the names Server Safe gives the
// features:
//   {"Bwd Pkt Len Min": 0, "Subflow Fwd Byts": 149, ..., "Pkt Size Avg": 149.47,
//    "Source": "172.16.0.1", "Destination": "192.168.10.50",
//    "Timestamp": "2017-07-05 12:54:49.899804", "Label": "Benign"}
// or the same as columns of CSV, in any order, under a header line. All 21 features must be
// there as finite numbers; the other four may be missing; fields of other names do not count.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/result.h"

namespace hive {

constexpr std::size_t flow_feature_count = 21;
/// Server Safe's names, in the order a model takes them.
extern const std::array<std::string_view, flow_feature_count> flow_feature_names;

using FlowTime = std::chrono::sys_time<std::chrono::microseconds>;

struct Flow {
    std::array<float, flow_feature_count> features {};
    std::string source;  // "" when the record does not say
    std::string destination;
    std::string label;  // the class, where the record is labelled
    std::optional<FlowTime> time;

    bool operator==(const Flow&) const = default;
};

/// Field names of a record, for sources that call them otherwise.
struct FlowFields {
    FlowFields();
    std::array<std::string, flow_feature_count> features;
    std::string source = "Source";
    std::string destination = "Destination";
    std::string timestamp = "Timestamp";
    std::string label = "Label";
};

/// Longer lines are refused, bytes.
constexpr std::size_t max_flow_line {64U << 10U};

/// Turns lines into flows. Pure; fuzzed.
class FlowReader {
public:
    explicit FlowReader(const FlowFields& fields = {});

    /// One JSON object; numbers may stand in quotes.
    /// @return an error that names the field at fault
    [[nodiscard]] Result<Flow> read_json(std::string_view line) const;

    /// Takes the header line of a CSV stream; read_csv() reads its lines from then on.
    /// @return an error when a feature has no column or two
    Result<> read_header(std::string_view line);
    /// @return an error that names the column at fault, or says how many columns are missing
    [[nodiscard]] Result<Flow> read_csv(std::string_view line) const;

private:
    static constexpr std::size_t slots = flow_feature_count + 4;
    struct Draft;
    [[nodiscard]] std::size_t slot_of(std::string_view name, std::size_t guess) const;
    [[nodiscard]] Result<> set(Draft& draft, std::size_t slot, std::string_view value) const;
    [[nodiscard]] Result<Flow> finish(Draft draft) const;

    std::array<std::string, slots> names_;
    std::map<std::string, std::size_t, std::less<>> index_;
    std::vector<std::size_t> columns_;  // the slot of each CSV column; `slots` for none
};

/// Seconds since 1970 ("1495554400.25"), "2017-07-05 12:54:49.899804" with a blank or a T and
/// perhaps a Z, or CICFlowMeter's "05/07/2017 12:54:49" (day first, perhaps with AM or PM).
/// Taken as UTC.
[[nodiscard]] std::optional<FlowTime> parse_flow_time(std::string_view text);

/// The record as one JSON line under Server Safe's names, with its line break.
[[nodiscard]] std::string format_flow(const Flow& flow);

}  // namespace hive
