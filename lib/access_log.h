// lib/access_log.h - reads the access logs of web servers. Pure; fuzzed.
//
// Taken are, told apart line by line:
//   common     192.0.2.7 - ann [29/May/2026:15:45:01 +1000] "GET / HTTP/1.1" 200 5123
//   combined   the same, then "referer" "agent": nginx's, Apache's and Hive's default; what
//              follows does not count
//   vhost      www.example:80 in front of either, as Apache's vhost_combined has it
//   JSON       one object a line, as hive-proxy writes it (lib/access_line.h)
// An answer of 401 is taken for a refused login: a log does not tell who tried to.
// Bytes escaped as \xXX, \" and \\ are restored. A line wholly in quotes is read without them.
#pragma once

#include <string>
#include <string_view>

#include "lib/result.h"
#include "lib/traffic_event.h"

namespace hive {

/// Longer lines are refused, bytes.
constexpr std::size_t max_access_line {32U << 10U};

class AccessLogReader {
public:
    /// @param line without its line break
    /// @return an `answered` event; its texts hold until the next call. An error says what is
    ///         wrong with the line
    [[nodiscard]] Result<TrafficEvent> read(std::string_view line);

private:
    class Fields;
    [[nodiscard]] Result<TrafficEvent> read_text(std::string_view line);
    [[nodiscard]] Result<TrafficEvent> read_json(std::string_view line);
    Result<> take_member(std::string_view name, std::string_view value, TrafficEvent& event);

    std::string request_;  // restored texts
    std::string agent_;
    std::string user_;
};

/// "29/May/2026:15:45:01 +1000"
[[nodiscard]] Result<std::chrono::sys_seconds> parse_log_time(std::string_view text);

}  // namespace hive
