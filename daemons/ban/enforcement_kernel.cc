#include <algorithm>
#include <cassert>
#include <map>
#include <set>
#include <utility>

#include "daemons/ban/enforcement.h"
#include "lib/json.h"
#include "lib/log.h"

namespace hive {
namespace {

using std::chrono::milliseconds;
using std::chrono::system_clock;

/// A ban this near its end may be over in the kernel already.
constexpr milliseconds ending {2000};

milliseconds left_of(WallTime until, WallTime now)
{
    return std::chrono::ceil<milliseconds>(until - now);
}

}  // namespace

/// Somebody may have flushed the rules, or a change of ours may have been refused.
void Enforcement::look_at_kernel()
{
    if (!kernel_)
        return;
    const auto agrees = kernel_agrees();
    if (agrees && *agrees)
        return;
    const auto replaced = kernel_->replace(kernel_bans(bans_.all()));
    note(kernel_trouble_, "restore the table", replaced);
    if (replaced) {
        ++restorations_;
        log::warning(
            "restored bans={} reason=\"the table inet hive had been changed\"", bans_.size());
    }
    callbacks_.changed();
}

Result<bool> Enforcement::kernel_agrees()
{
    assert(kernel_);
    const auto integrity = TRY(kernel_->check());
    if (!kernel_trouble_.empty() || integrity == NftSet::Integrity::broken)
        return false;
    if (integrity == NftSet::Integrity::untouched)
        return true;
    std::set<std::pair<Network, std::size_t>> held;
    for (const auto& ban : TRY(kernel_->read()))
        held.emplace(ban.network, ban.jail);
    return std::ranges::all_of(kernel_bans(bans_.all()), [&](const KernelBan& ban) {
        return ban.left < ending || held.contains({ban.network, ban.jail});
    });
}

std::vector<KernelBan> Enforcement::kernel_bans(const std::vector<Ban>& bans) const
{
    const auto now = system_clock::now();
    std::vector<KernelBan> elements;
    elements.reserve(bans.size());
    for (const auto& ban : bans)
        elements.push_back({.network = ban.network,
            .jail = jails_.at(ban.jail).jail,
            .left = left_of(ban.until, now)});
    return elements;
}

/// Empty where the kernel does not enforce.
Result<std::vector<KernelBan>> Enforcement::read_kernel()
{
    if (!kernel_)
        return std::vector<KernelBan> {};
    if (auto bans = kernel_->read())
        return bans;
    look_at_kernel();  // somebody may have deleted the table a moment ago
    return kernel_->read();
}

Result<Json> Enforcement::list(std::size_t limit)
{
    write_pending();
    std::map<std::pair<Network, std::size_t>, milliseconds> held;
    for (const auto& ban : TRY(read_kernel()))
        held[{ban.network, ban.jail}] = ban.left;
    auto bans = Json::array();
    for (const auto& ban : bans_.page(std::nullopt, limit)) {
        const auto element = held.find({ban.network, jails_.at(ban.jail).jail});
        const bool is_held = element != held.end();
        const auto left = is_held ? element->second : left_of(ban.until, system_clock::now());
        bans.push_back({{"address", ban.network.text()}, {"jail", ban.jail},
            {"since", system_clock::to_time_t(ban.since)},
            {"until", system_clock::to_time_t(ban.until)},
            {"left", std::chrono::ceil<std::chrono::seconds>(left).count()},
            {"failures", ban.failures}, {"kernel", is_held}});
    }
    return Json {{"bans", std::move(bans)}, {"count", bans_.size()}, {"in_kernel", held.size()},
        {"by", word(by_)}};
}

std::map<std::string, Dropped> Enforcement::dropped()
{
    std::map<std::string, Dropped> dropped;
    if (!kernel_)
        return dropped;
    const auto counts = kernel_->dropped();
    if (!counts) {
        log::warning("failed {}", counts.error().message());
        return dropped;
    }
    for (std::size_t jail = 0; jail < counts->size(); ++jail)
        dropped[kernel_jails_[jail].name] = (*counts)[jail];
    return dropped;
}

Result<std::map<std::string, std::vector<Ban>>> Enforcement::by_jail()
{
    write_pending();
    std::set<std::pair<Network, std::size_t>> held;
    for (const auto& ban : TRY(read_kernel()))
        held.emplace(ban.network, ban.jail);
    std::map<std::string, std::vector<Ban>> bans;
    for (auto& ban : bans_.all())
        if (!kernel_ || held.contains({ban.network, jails_.at(ban.jail).jail}))
            bans[ban.jail].push_back(std::move(ban));
    return bans;
}

}  // namespace hive
