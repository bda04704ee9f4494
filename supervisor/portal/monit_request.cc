#include "supervisor/portal/monit_request.h"

#include <algorithm>
#include <array>
#include <span>

#include "supervisor/portal/reply.h"
#include <regex.h>

namespace hive {
namespace {

constexpr std::size_t token_length = 32;
constexpr std::size_t longest_pattern = 256;
constexpr std::size_t most_services = 64;
constexpr std::array<std::string_view, 4> paths {"/_status", "/_summary", "/_report", "/_doaction"};
constexpr std::array<std::string_view, 5> actions {
    "start", "stop", "restart", "monitor", "unmonitor"};
constexpr std::array<std::string_view, 6> report_types {
    "", "up", "down", "initialising", "unmonitored", "total"};

bool is_one_of(std::string_view word, std::span<const std::string_view> words)
{
    return std::ranges::find(words, word) != words.end();
}

bool is_token(std::string_view text)
{
    return text.size() == token_length && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    });
}

bool is_browser_header(std::string_view name)
{
    constexpr std::string_view fetch = "sec-fetch-";
    const auto lower
        = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    const auto is = [lower](std::string_view left, std::string_view right) {
        return std::ranges::equal(left, right, {}, lower, lower);
    };
    return is(name, "origin") || is(name, "referer") || is(name, "user-agent")
        || is(name.substr(0, fetch.size()), fetch);
}

Result<> check(const MonitRequest& request)
{
    if (request.ask == MonitRequest::Ask::report && !is_one_of(request.type, report_types))
        return fail("Invalid report type: '{}'", request.type);
    if (request.ask != MonitRequest::Ask::action)
        return {};
    if (!is_one_of(request.action, actions))
        return fail("Invalid action \"{}\"", request.action);
    if (request.services.empty())
        return fail("No service was named");
    return {};
}

}  // namespace

bool is_monit_path(std::string_view path)
{
    return is_one_of(path, paths);
}

Result<MonitRequest> parse_monit_request(
    std::string_view path, const std::vector<std::pair<std::string, std::string>>& fields)
{
    const auto* const known = std::ranges::find(paths, path);
    if (known == paths.end())
        return fail("There is no such page");
    MonitRequest request {.ask = static_cast<MonitRequest::Ask>(known - paths.begin())};
    for (const auto& [name, value] : fields) {
        if (name == "service" && !value.empty())
            request.services.push_back(value);
        else if (name == "group")
            request.group = value;
        else if (name == "type")
            request.type = value;
        else if (name == "action")
            request.action = value;
        else if (name == "format" && value == "xml")
            request.format = MonitRequest::Format::xml;
    }
    if (request.services.size() > most_services)
        return fail("More than {} services", most_services);
    TRY(check(request));
    return request;
}

bool is_monit_client(const HttpRequest& request)
{
    const std::string token = form_field(request, "securitytoken");
    return !request.is_local && request.client.is_loopback() && request.version == "HTTP/1.0"
        && request.header("Authorization").starts_with("Basic ")
        && std::ranges::none_of(
            request.headers, [](const auto& header) { return is_browser_header(header.first); })
        && is_token(token) && request.cookie("securitytoken") == token;
}

bool is_meant(const std::string& pattern, const std::string& name)
{
    if (pattern == name)
        return true;
    if (pattern.size() > longest_pattern)
        return false;
    regex_t expression {};
    const std::string whole = "^(" + pattern + ")$";
    if (::regcomp(&expression, whole.c_str(), REG_EXTENDED | REG_NOSUB | REG_ICASE) != 0)
        return false;
    const bool fits = ::regexec(&expression, name.c_str(), 0, nullptr, 0) == 0;
    ::regfree(&expression);
    return fits;
}

}  // namespace hive
