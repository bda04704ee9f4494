#include "supervisor/core/notification.h"

#include <algorithm>

#include "lib/number.h"

namespace hive {
namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr std::size_t status_limit = 512;
constexpr std::size_t name_limit = 64;
constexpr std::uint64_t longest_span = std::uint64_t {3600} * 1'000'000;  // microseconds

std::optional<milliseconds> span_in(std::string_view text)
{
    const auto value = number_of<std::uint64_t>(text);
    if (!value)
        return std::nullopt;
    return duration_cast<milliseconds>(
        microseconds {static_cast<std::int64_t>(std::min(*value, longest_span))});
}

/// A span of its own kind: zero would end the service at once.
std::optional<milliseconds> extension_in(std::string_view text)
{
    const auto span = span_in(text);
    return span ? std::optional {std::max(*span, milliseconds {1})} : std::nullopt;
}

bool is_descriptor_name(std::string_view text)
{
    return !text.empty() && text.size() <= name_limit
        && std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f && c != ':'; });
}

void read_process(std::string_view value, Notification& notification)
{
    constexpr std::uint64_t most = 1U << 22;  // of the kernel, PID_MAX_LIMIT
    if (const auto pid = number_within<std::uint64_t>(value, 2, most))
        notification.main_process = static_cast<pid_t>(*pid);
}

void read_variable(std::string_view name, std::string_view value, Notification& notification)
{
    if (name == "STATUS")
        notification.status = clean_status(value);
    else if (name == "MAINPID")
        read_process(value, notification);
    else if (name == "EXTEND_TIMEOUT_USEC")
        notification.extension = extension_in(value);
    else if (name == "WATCHDOG_USEC")
        notification.watchdog = span_in(value);
    else if (name == "MONOTONIC_USEC")
        notification.reload_time = number_of<std::uint64_t>(value);
    else if (name == "FDNAME" && is_descriptor_name(value))
        notification.descriptor_name = value;
}

void read_line(std::string_view line, Notification& notification)
{
    if (line == "READY=1")
        notification.is_ready = true;
    else if (line == "RELOADING=1")
        notification.is_reloading = true;
    else if (line == "STOPPING=1")
        notification.is_stopping = true;
    else if (line == "WATCHDOG=1")
        notification.is_alive = true;
    else if (line == "WATCHDOG=trigger")
        notification.is_stuck = true;
    else if (line == "FDSTORE=1")
        notification.stores = true;
    else if (line == "FDSTOREREMOVE=1")
        notification.removes = true;
    else if (line == "FDPOLL=0")
        notification.drops_dead = false;
    else if (const auto equals = line.find('='); equals != std::string_view::npos)
        read_variable(line.substr(0, equals), line.substr(equals + 1), notification);
}

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
    Notification notification;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        read_line(line, notification);
    }
    return notification;
}

}  // namespace hive
