#include "supervisor/core/notification.h"

#include <algorithm>

namespace hive {
namespace {

constexpr std::size_t status_limit = 512;

}  // namespace

std::string clean_status(std::string_view text)
{
    std::string status {text.substr(0, status_limit)};
    std::ranges::replace_if(
        status, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    return status;
}

Notification parse_notification(std::string_view text)
{
    constexpr std::string_view status_key = "STATUS=";
    Notification notification;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (line == "READY=1")
            notification.is_ready = true;
        else if (line == "STOPPING=1")
            notification.is_stopping = true;
        else if (line == "WATCHDOG=1")
            notification.is_alive = true;
        else if (line.starts_with(status_key))
            notification.status = clean_status(line.substr(status_key.size()));
    }
    return notification;
}

}  // namespace hive
