#include "supervisor/portal/same_origin.h"

namespace hive {
namespace {

/// "http://hive.example:8080" -> "hive.example:8080"; "" for "null" and anything odd.
std::string_view host_of(std::string_view origin)
{
    const auto start = origin.find("://");
    return start == std::string_view::npos ? std::string_view {} : origin.substr(start + 3);
}

std::string_view asked_host(const HttpRequest& request)
{
    const auto forwarded = request.header("X-Forwarded-Host");
    return request.is_local && !forwarded.empty() ? forwarded : request.header("Host");
}

}  // namespace

bool is_same_origin(const HttpRequest& request)
{
    const auto site = request.header("Sec-Fetch-Site");
    if (!site.empty())
        return site == "same-origin" || site == "none";
    const auto origin = request.header("Origin");
    return origin.empty() || (!host_of(origin).empty() && host_of(origin) == asked_host(request));
}

}  // namespace hive
