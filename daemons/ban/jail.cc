#include "daemons/ban/jail.h"

#include <algorithm>

#include "daemons/ban/filter_file.h"

namespace hive {
namespace {

constexpr std::chrono::seconds believed {60};

}  // namespace

WallTime offence_time(const std::optional<LineDate>& date, LineAge age, WallTime now)
{
    if (!date)
        return now;
    const auto time = to_time(*date, now);
    if (age == LineAge::backlog)
        return std::min(time, now);
    return time < now - believed || time > now + believed ? now : time;
}

Result<Filter> make_filter(const JailConfig& config, const std::string& fail2ban)
{
    if (!config.rule.empty())
        return Filter::create({.fail = {config.rule}}, LineView::whole);
    const auto path = filter_path(config, fail2ban);
    auto filter = Filter::create(TRY(load_filter_file(path)), LineView::without_date);
    if (!filter)
        return std::unexpected {std::move(filter).error().within(path)};
    return filter;
}

Result<Jail> Jail::create(const JailConfig& config, const std::string& fail2ban)
{
    Jail jail {.config = config, .ledger = Ledger {config.failures, config.window}};
    if (config.name != direct_jail)
        jail.filter = TRY(make_filter(config, fail2ban));
    return jail;
}

bool guards_web(const JailConfig& config)
{
    return config.ports.empty()
        || std::ranges::any_of(config.ports, [](auto port) { return port == 80 || port == 443; });
}

}  // namespace hive
