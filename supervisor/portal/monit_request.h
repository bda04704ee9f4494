// supervisor/portal/monit_request.h - what monit's command line asks for, and whether it is that.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/http_server.h"
#include "lib/result.h"

namespace hive {

struct MonitRequest {
    enum class Ask { status, summary, report, action };
    enum class Format { text, xml };
    Ask ask {};
    Format format = Format::text;
    std::vector<std::string> services;  // names or regular expressions, "" for all
    std::string group;  // "" for any
    std::string type;  // of a report: "up", "" for all
    std::string action;  // start, stop, restart, monitor or unmonitor
};

/// "/_status", "/_summary", "/_report", "/_doaction".
[[nodiscard]] bool is_monit_path(std::string_view path);

/// Pure; fuzzed. @param fields of the query and the form; at most 64 services
/// @return an error in monit's words
[[nodiscard]] Result<MonitRequest> parse_monit_request(
    std::string_view path, const std::vector<std::pair<std::string, std::string>>& fields);

/// Whether a POST is from a program that may make its own proof against cross-site requests, as
/// monit's command line does: the cookie `securitytoken` is the field of that name, 32
/// hexadecimal digits. A browser cannot send such a request: HTTP/1.0 from this machine, with
/// Basic and without Origin, Referer, User-Agent or any Sec-Fetch-*.
[[nodiscard]] bool is_monit_client(const HttpRequest& request);

/// Whether a name is meant: it is the pattern, or the pattern as an extended regular expression
/// that any case fits and that fits the whole name. @param pattern at most 256 bytes
[[nodiscard]] bool is_meant(const std::string& pattern, const std::string& name);

}  // namespace hive
