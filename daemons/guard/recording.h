// daemons/guard/recording.h - a file of traffic to be replayed, in the order of its times.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/guard/flow_lines.h"
#include "daemons/guard/verdict.h"
#include "lib/access_log.h"
#include "lib/flow.h"
#include "lib/result.h"

namespace hive {

/// An access log or flow records, told by the first line. Web servers write a line when an
/// answer ends, and recordings are put together of parts: what lies in a file is sorted by time.
/// A stream ("-") is taken as it comes.
class Recording {
public:
    struct Visitor {
        std::function<void(const TrafficEvent&)> request;
        std::function<void(const Flow&, EventTime)> flow;
        /// A line that is neither, and where it is: "FILE:LINE: why".
        std::function<void(std::string_view)> refused;
    };
    /// @return an error when the file cannot be read, or is larger than the address space allows
    static Result<> replay(
        const std::string& path, const FlowFields& fields, const Visitor& visitor);

private:
    Recording(std::string path, const FlowFields& fields, const Visitor& visitor)
        : path_ {std::move(path)}, flows_ {fields}, visitor_ {visitor}
    {
    }
    Result<> read_stream();
    Result<> read_sorted(int fd);
    void visit_in_order(std::string_view text);
    void take(std::string_view line, std::size_t number);
    [[nodiscard]] std::optional<EventTime> time_of(std::string_view line);
    void decide_kind(std::string_view line);

    enum class Kind { unknown, log, flows } kind_ = Kind::unknown;
    std::string path_;
    AccessLogReader log_;
    FlowLines flows_;
    const Visitor& visitor_;
    EventTime last_ {};
};

}  // namespace hive
