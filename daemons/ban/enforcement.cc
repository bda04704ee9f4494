#include "daemons/ban/enforcement.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

#include "daemons/ban/jail.h"
#include "lib/log.h"

namespace hive {
namespace {

using std::chrono::milliseconds;
using std::chrono::system_clock;

constexpr milliseconds look_period {10'000};
constexpr milliseconds longest_wait {3'600'000};

std::string local_time(WallTime time)
{
    const auto seconds = system_clock::to_time_t(time);
    std::tm parts {};
    ::localtime_r(&seconds, &parts);
    std::array<char, 32> text {};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    return text.data();
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
    const auto wait = std::clamp(std::chrono::ceil<milliseconds>(*next - system_clock::now()),
        milliseconds {0}, longest_wait);
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

void Enforcement::note(std::string& trouble, std::string_view what, const Result<>& outcome)
{
    trouble = outcome ? "" : outcome.error().message();
    if (!outcome)
        log::error("failed {} {}", what, log::field("reason", trouble));
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
