#include "supervisor/core/system_figures.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>

#include "lib/file.h"
#include "lib/number.h"

namespace hive {
namespace {

constexpr double bits_per_megabit = 1e6;

std::string text_of(const std::string& path)
{
    auto text = read_file(path, 1 << 20).value_or("");
    text.erase(text.find_last_not_of(" \n") + 1);
    return text;
}

double rate(const Reading& reading, const Reading* before, const std::string& counter)
{
    const auto span = before == nullptr || !before->numbers.contains("taken")
        ? 0
        : reading.numbers.at("taken") - before->numbers.at("taken");
    if (span <= 0)
        return 0;
    return std::max(0.0, reading.numbers.at(counter) - before->numbers.at(counter)) / span;
}

/// Time the processors worked and all their time, in ticks, of the first line of /proc/stat.
std::pair<double, double> processor_time()
{
    const auto text = text_of("/proc/stat");
    const char* at = text.c_str() + std::min<std::size_t>(text.find(' '), text.size());
    double all = 0;
    double idle = 0;
    for (int i = 0; i < 8; ++i) {
        char* end = nullptr;
        const auto ticks = std::strtod(at, &end);
        all += ticks;
        idle += i == 3 || i == 4 ? ticks : 0;  // idle, iowait (proc(5))
        at = end;
    }
    return {all - idle, all};
}

}  // namespace

double number_after(std::string_view text, std::string_view name)
{
    const auto at = text.find(name);
    if (at == std::string_view::npos)
        return 0;
    auto rest = text.substr(at + name.size());
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t=:"), rest.size()));
    return take_number<double>(rest).value_or(0);
}

double boot_seconds()
{
    timespec now {};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

Reading look_at_network(const std::string& interface, const Reading* before, double now)
{
    const auto folder = "/sys/class/net/" + interface + '/';
    const auto state = text_of(folder + "operstate");
    if (state.empty())
        return {.is_missing = true, .status = "no interface " + interface};
    // An interface without a carrier to tell, like lo, is "unknown" and works.
    Reading reading {
        .numbers = {{"link", state == "up" || state == "unknown" ? 1.0 : 0.0}, {"taken", now}},
        .texts = {{"state", state}}};
    auto& numbers = reading.numbers;
    for (const auto* name : {"rx_bytes", "tx_bytes", "rx_errors", "tx_errors"})
        numbers[name] = std::atof(text_of(folder + "statistics/" + name).c_str());
    numbers["received"] = rate(reading, before, "rx_bytes");
    numbers["sent"] = rate(reading, before, "tx_bytes");
    numbers["errors"] = rate(reading, before, "rx_errors") + rate(reading, before, "tx_errors");
    if (const auto speed = std::atof(text_of(folder + "speed").c_str()); speed > 0)
        numbers["saturation"]
            = 100 * 8 * std::max(numbers["received"], numbers["sent"]) / (speed * bits_per_megabit);
    return reading;
}

Reading look_at_system(const Reading* before)
{
    std::array<double, 3> load {};
    ::getloadavg(load.data(), load.size());
    const auto memory = text_of("/proc/meminfo");
    const auto total = number_after(memory, "MemTotal");
    const auto swap = number_after(memory, "SwapTotal");
    const auto [busy, all] = processor_time();
    Reading reading {
        .numbers = {{"load1", load[0]}, {"load5", load[1]}, {"load15", load[2]},
            {"memory", 100 * (1 - number_after(memory, "MemAvailable") / total)},
            {"swap", swap > 0 ? 100 * (1 - number_after(memory, "SwapFree") / swap) : 0},
            {"busy", busy}, {"all", all}}};
    if (const auto pressure = text_of("/proc/pressure/cpu"); !pressure.empty())
        reading.numbers["pressure"] = number_after(pressure, "avg10");
    if (before != nullptr && all > before->numbers.at("all"))
        reading.numbers["cpu"]
            = 100 * (busy - before->numbers.at("busy")) / (all - before->numbers.at("all"));
    return reading;
}

}  // namespace hive
