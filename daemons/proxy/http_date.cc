#include "daemons/proxy/http_date.h"

#include <array>

namespace hive {

namespace {

constexpr const char* format = "%a, %d %b %Y %H:%M:%S GMT";

struct DateText {
    std::time_t second = 0;
    std::string text;
};
thread_local DateText latest;

}  // namespace

std::string http_date(std::time_t epoch)
{
    std::tm utc {};
    gmtime_r(&epoch, &utc);
    std::array<char, 40> text {};
    return {text.data(), std::strftime(text.data(), text.size(), format, &utc)};
}

std::optional<std::time_t> parse_http_date(const std::string& text)
{
    constexpr std::array forms {format, "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"};
    for (const auto* const form : forms) {
        std::tm utc {};
        const char* const end = strptime(text.c_str(), form, &utc);
        if (end != nullptr && *end == '\0')
            return timegm(&utc);
    }
    return std::nullopt;
}

std::string_view http_date_now()
{
    if (const auto now = std::time(nullptr); now != latest.second)
        latest = {.second = now, .text = http_date(now)};
    return latest.text;
}

}  // namespace hive
