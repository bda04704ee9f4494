#include "tools/hive-probe/http_answer.h"

#include <algorithm>

#include <regex.h>

#include "lib/number.h"

namespace hive {
namespace {

constexpr std::string_view head_end = "\r\n\r\n";

/// @return 0 when the line is not one of HTTP
int status_in(std::string_view line)
{
    constexpr std::size_t status_at = sizeof "HTTP/1.1 " - 1;
    constexpr std::size_t status_length = 3;
    if (!line.starts_with("HTTP/1.") || line.size() < status_at + status_length)
        return 0;
    return number_of<int>(line.substr(status_at, status_length)).value_or(0);
}

bool has_header(const std::string& expression, std::string_view head)
{
    while (!head.empty()) {
        const auto line = head.substr(0, head.find("\r\n"));
        head.remove_prefix(std::min(line.size() + 2, head.size()));
        if (matches(expression, line))
            return true;
    }
    return false;
}

/// With the head alone, when the body does not matter.
std::optional<Result<std::string>> judge_body(
    const NetworkProbe& probe, std::string_view body, bool is_whole, int status)
{
    if (probe.body.empty() || matches(probe.body, body))
        return fmt::format("HTTP status {}", status);
    if (!is_whole)
        return std::nullopt;
    return fail("answered HTTP status {}, but nothing in its body matches {}", status, probe.body);
}

std::string host_header(const NetworkProbe& probe)
{
    if (!probe.virtual_host.empty())
        return probe.virtual_host;
    if (probe.host.empty())
        return "localhost";
    return probe.host.contains(':') ? '[' + probe.host + ']' : probe.host;
}

}  // namespace

bool matches(const std::string& expression, std::string_view text)
{
    regex_t compiled;
    if (::regcomp(&compiled, expression.c_str(), REG_EXTENDED | REG_NOSUB) != 0)
        return false;
    std::string readable {text};
    std::ranges::replace(readable, '\0', ' ');
    const bool is_found = ::regexec(&compiled, readable.c_str(), 0, nullptr, 0) == 0;
    ::regfree(&compiled);
    return is_found;
}

std::string http_request(const NetworkProbe& probe)
{
    return fmt::format("GET {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: hive-probe\r\nAccept: */*\r\n"
                       "Connection: close\r\n\r\n",
        probe.path, host_header(probe));
}

std::optional<Result<std::string>> judge_http(
    const NetworkProbe& probe, std::string_view received, bool is_whole)
{
    const auto line_end = received.find("\r\n");
    const auto end = received.find(head_end);
    const bool needs_head = !probe.header.empty() || !probe.body.empty();
    if (line_end == std::string_view::npos || (needs_head && end == std::string_view::npos)) {
        if (is_whole)
            return fail("closed the connection without a whole answer");
        return std::nullopt;
    }
    const auto status = status_in(received.substr(0, line_end));
    if (status == 0)
        return fail("answered with something that is not HTTP");
    if (status < probe.least_status || status > probe.most_status)
        return fail("answered HTTP status {}", status);
    const auto head = received.substr(0, std::min(end, received.size()));
    if (!probe.header.empty() && !has_header(probe.header, head.substr(line_end)))
        return fail("answered HTTP status {}, but no header matches {}", status, probe.header);
    const auto body = needs_head ? received.substr(end + head_end.size()) : std::string_view {};
    return judge_body(probe, body, is_whole, status);
}

}  // namespace hive
