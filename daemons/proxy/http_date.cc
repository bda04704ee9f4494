#include "daemons/proxy/http_date.h"

namespace hive {

namespace {
constexpr char format[] = "%a, %d %b %Y %H:%M:%S GMT";
}

std::string http_date(std::time_t epoch)
{
    std::tm utc {};
    gmtime_r(&epoch, &utc);
    char text[40];
    return {text, std::strftime(text, sizeof text, format, &utc)};
}

std::optional<std::time_t> parse_http_date(const std::string& text)
{
    std::tm utc {};
    const char* const end = strptime(text.c_str(), format, &utc);
    if (end == nullptr || *end != '\0')
        return std::nullopt;
    return timegm(&utc);
}

std::string_view http_date_now()
{
    thread_local std::time_t second = 0;
    thread_local std::string text;
    if (const auto now = std::time(nullptr); now != second) {
        second = now;
        text = http_date(now);
    }
    return text;
}

}  // namespace hive
