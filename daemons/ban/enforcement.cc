#include "daemons/ban/enforcement.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <ctime>
#include <iterator>
#include <set>
#include <utility>

#include "daemons/ban/jail.h"
#include "lib/json.h"
#include "lib/log.h"

namespace hive {
namespace {

using std::chrono::milliseconds;
using std::chrono::system_clock;

constexpr milliseconds look_period {10'000};
constexpr milliseconds longest_wait {3'600'000};
/// A ban this near its end may be over in the kernel already.
constexpr milliseconds ending {2000};

std::string local_time(WallTime time)
{
    const auto seconds = system_clock::to_time_t(time);
    std::tm parts {};
    ::localtime_r(&seconds, &parts);
    std::array<char, 32> text {};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    return text.data();
}

milliseconds left_of(WallTime until, WallTime now)
{
    return std::chrono::ceil<milliseconds>(until - now);
}

void log_ban(const Ban& ban, Enforcement::By by)
{
    log::notice("{} address={} {} failures={} until={}",
        by == Enforcement::By::nobody ? "withheld" : "banned", ban.network.text(),
        log::field("jail", ban.jail), ban.failures, local_time(ban.until));
}

}  // namespace

std::string_view word(Enforcement::By by)
{
    switch (by) {
    case Enforcement::By::kernel: return "kernel";
    case Enforcement::By::proxy: return "proxy";
    case Enforcement::By::nobody: return "nobody";
    }
    std::unreachable();
}

Enforcement::Enforcement(
    EventLoop& loop, const BanConfig& config, BanStore& store, std::function<void()> changed)
    : loop_ {loop}, store_ {store}, changed_ {std::move(changed)},
      bans_ {static_cast<std::size_t>(config.max_bans)},
      feed_ {loop, bans_,
          [this](const Ban& ban) { return by_ != By::nobody && jails_.at(ban.jail).guards_web; }}
{
    add_places(config);
}

Result<std::unique_ptr<Enforcement>> Enforcement::create(EventLoop& loop, const BanConfig& config,
    BanStore& store, const SafeList& safe, std::function<void()> changed)
{
    std::unique_ptr<Enforcement> self {new Enforcement {loop, config, store, std::move(changed)}};
    TRY(self->open_kernel(config.mode, config.ipv6_prefix));
    TRY(self->restore(safe));
    TRY(self->start_watches());
    return self;
}

Enforcement::~Enforcement()
{
    write_pending();
}

/// Jails that close the same ports share a group, named after the first of them.
void Enforcement::add_places(const BanConfig& config)
{
    groups_.push_back({});
    jails_.emplace(manual_jail, Place {});
    for (const auto& jail : enabled_jails(config)) {
        auto ports = jail.ports;
        std::ranges::sort(ports);
        const auto repeated = std::ranges::unique(ports);
        ports.erase(repeated.begin(), repeated.end());
        auto group = std::ranges::find(groups_, ports, &PortGroup::ports);
        if (group == groups_.end())
            group = groups_.insert(group, {.name = jail.name, .ports = ports});
        jails_[jail.name] = {.group = static_cast<std::size_t>(group - groups_.begin()),
            .guards_web = guards_web(jail)};
    }
}

Result<> Enforcement::open_kernel(BanMode mode, int ipv6_prefix)
{
    auto kernel = NftSet::open(groups_, ipv6_prefix);
    if (mode == BanMode::dry_run) {
        by_ = By::nobody;
        // Bans of a former run would go on: that is not what a dry run says it does.
        if (kernel && !kernel->remove_table())
            log::warning("left the table inet hive in the kernel reason=\"not permitted\"");
        log::notice("dry run: nothing is enforced, bans are only logged");
        return {};
    }
    if (!kernel && mode == BanMode::enforce)
        return std::unexpected {std::move(kernel).error()};
    if (!kernel) {
        by_ = By::proxy;
        log::warning(
            "dry run: the kernel is left alone, hive-proxy alone refuses banned clients {}",
            log::field("reason", kernel.error().message()));
        return {};
    }
    by_ = By::kernel;
    kernel_ = *std::move(kernel);
    return {};
}

Result<> Enforcement::restore(const SafeList& safe)
{
    if (by_ == By::nobody)
        return {};
    std::vector<Ban> dropped;
    for (const auto& ban : TRY(store_.load(system_clock::now())))
        if (safe.protects(ban.network) || !jails_.contains(ban.jail) || !bans_.add(ban))
            dropped.push_back(ban);
    TRY(store_.erase(dropped));
    for (const auto& ban : dropped)
        log::notice("unbanned address={} {} reason=configuration", ban.network.text(),
            log::field("jail", ban.jail));
    if (kernel_)
        TRY(kernel_->replace(kernel_bans(bans_.all())));
    log::notice("restored bans={} by={}", bans_.size(), word(by_));
    return {};
}

Result<> Enforcement::start_watches()
{
    look_ = TRY(loop_.every(look_period, [this] { look(); }));
    expire_later();
    return {};
}

bool Enforcement::ban(const Ban& ban)
{
    if (!bans_.add(ban))
        return false;
    pending_.push_back(ban);
    write_soon();
    return true;
}

bool Enforcement::is_banned(const Network& network, const std::string& jail) const
{
    return bans_.find(network, jail) != nullptr;
}

/// All that this turn of the loop bans is written at its end, together.
void Enforcement::write_soon()
{
    if (write_)
        return;
    auto write = loop_.after(milliseconds {0}, [this] {
        write_ = Watch {};
        write_pending();
    });
    if (write)
        write_ = *std::move(write);
    else
        write_pending();
}

void Enforcement::write_pending()
{
    const auto bans = std::exchange(pending_, {});
    if (bans.empty())
        return;
    if (by_ != By::nobody)
        note(store_trouble_, "store bans", store_.save(bans));
    if (kernel_)
        note(kernel_trouble_, "add bans", kernel_->add(kernel_bans(bans)));
    for (const auto& ban : bans) {
        log_ban(ban, by_);
        feed_.banned(ban);
    }
    expire_later();
    changed_();
}

std::size_t Enforcement::unban(const Network& network)
{
    write_pending();
    const auto ended = bans_.remove(network);
    if (ended.empty())
        return 0;
    if (kernel_)
        note(kernel_trouble_, "remove bans", kernel_->remove(kernel_bans(ended)));
    lift(ended, "operator");
    return ended.size();
}

void Enforcement::lift(const std::vector<Ban>& ended, std::string_view reason)
{
    if (ended.empty())
        return;
    if (by_ != By::nobody)
        note(store_trouble_, "erase bans", store_.erase(ended));
    for (const auto& ban : ended) {
        log::notice("unbanned address={} {} reason={}", ban.network.text(),
            log::field("jail", ban.jail), reason);
        feed_.unbanned(ban);
    }
    changed_();
}

/// The kernel's own timeouts have ended them there.
void Enforcement::expire()
{
    write_pending();
    lift(bans_.expire(system_clock::now()), "expired");
    expire_later();
}

void Enforcement::expire_later()
{
    const auto next = bans_.next_end();
    if (!next) {
        expiry_ = Watch {};
        return;
    }
    const auto wait
        = std::clamp(left_of(*next, system_clock::now()), milliseconds {0}, longest_wait);
    auto expiry = loop_.after(wait, [this] { expire(); });
    if (expiry)
        expiry_ = *std::move(expiry);
}

void Enforcement::look()
{
    write_pending();
    look_at_store();
    look_at_kernel();
}

void Enforcement::look_at_store()
{
    if (store_trouble_.empty())
        return;
    note(store_trouble_, "store bans", store_.save(bans_.all()));
    changed_();
}

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
    if (replaced)
        log::warning(
            "restored bans={} reason=\"the table inet hive had been changed\"", bans_.size());
    changed_();
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
        held.emplace(ban.network, ban.group);
    return std::ranges::all_of(kernel_bans(bans_.all()), [&](const KernelBan& ban) {
        return ban.left < ending || held.contains({ban.network, ban.group});
    });
}

void Enforcement::note(std::string& trouble, std::string_view what, const Result<>& outcome)
{
    trouble = outcome ? "" : outcome.error().message();
    if (!outcome)
        log::error("failed {} {}", what, log::field("reason", trouble));
}

/// Bans of one network by jails of one group are one element, which lasts as long as the
/// longest of them.
KernelBan Enforcement::kernel_ban(const Ban& ban, WallTime now) const
{
    const auto group = jails_.at(ban.jail).group;
    auto until = ban.until;
    for (const auto& other : bans_.of(ban.network))
        if (jails_.at(other.jail).group == group)
            until = std::max(until, other.until);
    return {.network = ban.network, .group = group, .left = left_of(until, now)};
}

std::vector<KernelBan> Enforcement::kernel_bans(const std::vector<Ban>& bans) const
{
    const auto now = system_clock::now();
    std::vector<KernelBan> elements;
    std::set<std::pair<Network, std::size_t>> seen;
    for (const auto& ban : bans) {
        const auto element = kernel_ban(ban, now);
        if (seen.emplace(element.network, element.group).second)
            elements.push_back(element);
    }
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
        held[{ban.network, ban.group}] = ban.left;
    auto bans = Json::array();
    for (const auto& ban : bans_.page(std::nullopt, limit)) {
        const auto element = held.find({ban.network, jails_.at(ban.jail).group});
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

std::string Enforcement::status() const
{
    if (!trouble().empty())
        return trouble();
    switch (by_) {
    case By::kernel: return fmt::format("{} banned in the kernel", bans_.size());
    case By::proxy:
        return fmt::format(
            "dry run: nftables is not permitted, hive-proxy refuses {} banned", bans_.size());
    case By::nobody:
        return fmt::format("dry run: nothing is enforced, {} would be banned", bans_.size());
    }
    std::unreachable();
}

}  // namespace hive
