#include "daemons/ban/enforcement.h"

#include <utility>

#include "daemons/ban/jail.h"
#include "lib/log.h"

namespace hive {
namespace {

using std::chrono::milliseconds;
using std::chrono::system_clock;

constexpr milliseconds look_period {1000};

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

Enforcement::Enforcement(EventLoop& loop, const BanConfig& config,
    const std::list<JailConfig>& jails, BanStore& store, Callbacks callbacks)
    : loop_ {loop}, store_ {store}, callbacks_ {std::move(callbacks)},
      ipv6_prefix_ {config.ipv6_prefix}, on_stop_ {config.on_stop},
      bans_ {static_cast<std::size_t>(config.max_bans)},
      feed_ {loop, bans_,
          [this](const Ban& ban) { return by_ != By::nobody && jails_.at(ban.jail).guards_web; }}
{
    add_places(jails);
}

Result<std::unique_ptr<Enforcement>> Enforcement::create(EventLoop& loop, const BanConfig& config,
    const std::list<JailConfig>& jails, BanStore& store, const SafeList& safe, Callbacks callbacks)
{
    std::unique_ptr<Enforcement> self {
        new Enforcement {loop, config, jails, store, std::move(callbacks)}};
    TRY(self->open_kernel(config.mode, config.ipv6_prefix));
    TRY(self->restore(safe));
    TRY(self->start_watches());
    return self;
}

Enforcement::~Enforcement()
{
    write_pending();
}

void Enforcement::stop()
{
    write_pending();
    if (!kernel_ || on_stop_ == StopMode::keep)
        return;
    if (const auto removed = kernel_->remove_table(); !removed)
        log::warning("failed {}", removed.error().message());
    kernel_.reset();
}

void Enforcement::add_places(const std::list<JailConfig>& jails)
{
    kernel_jails_.push_back({.name = std::string {manual_jail}});
    jails_.emplace(manual_jail, Place {});
    for (const auto& jail : jails) {
        jails_[jail.name] = {.jail = kernel_jails_.size(), .guards_web = guards_web(jail)};
        kernel_jails_.push_back(
            {.name = jail.name, .ports = merged(jail.ports), .protocol = jail.protocol});
    }
}

Result<> Enforcement::open_kernel(BanMode mode, int ipv6_prefix)
{
    auto kernel = NftSet::open(kernel_jails_, ipv6_prefix);
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
        if (safe.protects(ban.network, system_clock::now()) || !jails_.contains(ban.jail)
            || !bans_.add(ban))
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
    callbacks_.changed();
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
