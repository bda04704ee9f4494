#include "supervisor/portal/quantity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>

#include <fmt/format.h>

namespace hive {
namespace {

constexpr double last_second = 9e9;  // what system_clock's nanoseconds can hold

std::tm local(WallTime time)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts {};
    localtime_r(&seconds, &parts);
    return parts;
}

std::string formatted(const char* format, const std::tm& parts)
{
    std::array<char, 64> text {};
    return {text.data(), std::strftime(text.data(), text.size(), format, &parts)};
}

/// "2 h 5 min", "2 h" when the smaller one is zero.
std::string two_units(
    long long large, const char* large_unit, long long small, const char* small_unit)
{
    return small == 0 ? fmt::format("{} {}", large, large_unit)
                      : fmt::format("{} {} {} {}", large, large_unit, small, small_unit);
}

}  // namespace

WallTime wall_time(double epoch)
{
    using std::chrono::system_clock;
    const WallSeconds since_1970 {std::clamp(epoch, 0.0, last_second)};
    return WallTime {std::chrono::duration_cast<system_clock::duration>(since_1970)};
}

double epoch_seconds(WallTime time)
{
    return WallSeconds {time.time_since_epoch()}.count();
}

std::string epoch_text(WallTime time)
{
    constexpr long long thousand = 1000;
    const auto whole = std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch());
    return fmt::format("{}.{:03}", whole.count() / thousand, whole.count() % thousand);
}

std::string span_text(WallSeconds span)
{
    const double seconds = std::max(0.0, span.count());
    if (seconds < 9.95)
        return fmt::format("{:g} s", std::round(seconds * 10) / 10);
    const auto whole = static_cast<long long>(seconds);
    if (whole < 60)
        return fmt::format("{} s", whole);
    if (whole < 3600)
        return two_units(whole / 60, "min", whole % 60, "s");
    if (whole < 86400)
        return two_units(whole / 3600, "h", whole % 3600 / 60, "min");
    return two_units(whole / 86400, "d", whole % 86400 / 3600, "h");
}

std::string clock_text(WallTime time)
{
    return formatted("%H:%M:%S", local(time));
}

std::string moment_text(WallTime time, WallTime now)
{
    const std::tm then = local(time);
    const std::tm today = local(now);
    if (then.tm_yday == today.tm_yday && then.tm_year == today.tm_year)
        return formatted("%H:%M:%S", then);
    const std::string day = formatted(then.tm_year == today.tm_year ? "%b" : "%b %Y", then);
    return fmt::format("{} {} {}", then.tm_mday, day, formatted("%H:%M:%S", then));
}

std::string zone_text(WallTime time)
{
    return formatted("%Z", local(time));
}

std::string decimal_text(double value)
{
    return fmt::format("{:.1f}", std::abs(value) < 0.05 ? 0.0 : value);
}

std::string megabytes_text(std::int64_t kilobytes)
{
    return decimal_text(static_cast<double>(kilobytes) / 1000);
}

std::string milliseconds_text(std::optional<double> milliseconds)
{
    if (!milliseconds)
        return "–";
    return fmt::format("{:.{}f}", *milliseconds, *milliseconds < 99.95 ? 1 : 0);
}

}  // namespace hive
