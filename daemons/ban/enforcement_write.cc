#include "daemons/ban/enforcement.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <iterator>
#include <utility>

#include "lib/log.h"

namespace hive {
namespace {

using std::chrono::milliseconds;
using std::chrono::system_clock;

constexpr milliseconds longest_wait {3'600'000};
constexpr std::size_t batch_size = 1000;
constexpr milliseconds gathering {20};
/// A ban stays in our list until it is gone from the kernel for sure: a new one of the same
/// address is then new there, too.
constexpr milliseconds kernel_margin {50};

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

/// Intervals of one set must not overlap.
/// @return false when a ban that is there covers it, and lasts as long
bool Enforcement::absorb(Ban& ban)
{
    if (!is_range(ban.network, ipv6_prefix_))
        return true;
    std::vector<Ban> absorbed;
    for (const auto& other : bans_.overlapping(ban.network, ban.jail)) {
        if (!is_range(other.network, ipv6_prefix_) || other.network == ban.network)
            continue;
        if (other.network.bits() < ban.network.bits() && other.until >= ban.until)
            return false;
        if (other.network.bits() < ban.network.bits())
            ban.network = other.network;
        ban.until = std::max(ban.until, other.until);
        absorbed.push_back(other);
    }
    end(absorbed, "absorbed");
    return true;
}

bool Enforcement::ban(Ban ban)
{
    if (!absorb(ban))
        return true;
    const bool is_known = is_banned(ban.network, ban.jail);
    if (!bans_.add(ban))
        return false;
    if (is_known) {
        write_pending();
        write({std::move(ban)}, NftSet::Novelty::known);
        return true;
    }
    pending_.push_back(std::move(ban));
    write_soon();
    return true;
}

bool Enforcement::is_banned(const Network& network, const std::string& jail) const
{
    return bans_.find(network, jail) != nullptr;
}

/// At the end of this turn of the loop; some milliseconds later when there was a ban just
/// before, as more are coming then.
void Enforcement::write_soon()
{
    const bool is_full = pending_.size() >= batch_size;
    if (write_ && !is_full)
        return;
    const bool is_flood = std::chrono::steady_clock::now() - last_write_ < gathering;
    auto next = loop_.after(is_flood && !is_full ? gathering : milliseconds {0}, [this] {
        write_ = Watch {};
        write_batch();
        if (!pending_.empty())
            write_soon();
    });
    if (next)
        write_ = *std::move(next);
    else
        write_pending();
}

void Enforcement::write_batch()
{
    const auto count = static_cast<std::ptrdiff_t>(std::min(pending_.size(), batch_size));
    const std::vector<Ban> bans {std::make_move_iterator(pending_.begin()),
        std::make_move_iterator(pending_.begin() + count)};
    pending_.erase(pending_.begin(), pending_.begin() + count);
    write(bans, NftSet::Novelty::fresh);
    last_write_ = std::chrono::steady_clock::now();
}

void Enforcement::write_pending()
{
    while (!pending_.empty())
        write_batch();
}

void Enforcement::write(const std::vector<Ban>& bans, NftSet::Novelty novelty)
{
    if (by_ != By::nobody)
        note(store_trouble_, "store bans", store_.save(bans));
    if (kernel_)
        note(kernel_trouble_, "add bans", kernel_->add(kernel_bans(bans), novelty));
    for (const auto& ban : bans) {
        log_ban(ban, by_);
        feed_.banned(ban);
        callbacks_.banned(ban);
    }
    expire_later();
    callbacks_.changed();
}

std::size_t Enforcement::unban(const Network& network, const std::string& jail)
{
    auto ended = bans_.of(network);
    if (!jail.empty())
        std::erase_if(ended, [&](const Ban& ban) { return ban.jail != jail; });
    return end(ended, "operator");
}

std::size_t Enforcement::unban_all()
{
    return end(bans_.all(), "operator");
}

std::size_t Enforcement::end(const std::vector<Ban>& ended, std::string_view reason)
{
    if (ended.empty())
        return 0;
    write_pending();
    for (const auto& ban : ended)
        bans_.remove(ban);
    if (kernel_)
        note(kernel_trouble_, "remove bans", kernel_->remove(kernel_bans(ended)));
    lift(ended, reason);
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
        callbacks_.unbanned(ban, reason);
    }
    callbacks_.changed();
}

/// The kernel's own timeouts have ended them there, a moment ago.
void Enforcement::expire()
{
    write_pending();
    lift(bans_.expire(system_clock::now() - kernel_margin), "expired");
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
        = std::clamp(std::chrono::ceil<milliseconds>(*next + kernel_margin - system_clock::now()),
            milliseconds {0}, longest_wait);
    auto expiry = loop_.after(wait, [this] { expire(); });
    if (expiry)
        expiry_ = *std::move(expiry);
}

}  // namespace hive
