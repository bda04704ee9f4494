#include "daemons/guard/policy.h"

#include <algorithm>

namespace hive {
namespace {

/// Without a ban the same client is decided about again only after so long.
constexpr std::chrono::minutes quiet_time {10};
constexpr std::size_t max_strikes = 10;

}  // namespace

Policy::Policy(const GuardConfig& config)
    : strikes_ {config.strikes}, strike_window_ {config.strike_window}, ban_time_ {config.ban_time},
      mode_ {config.mode},
      dry_run_classes_ {config.dry_run_classes.begin(), config.dry_run_classes.end()},
      safe_ {config}
{
}

bool Policy::is_dry_run(EventTime now) const
{
    return mode_ == GuardMode::dry_run || (mode_ == GuardMode::automatic && now < dry_run_until_);
}

bool Policy::is_dry_run(const std::string& class_name, EventTime now) const
{
    return is_dry_run(now) || dry_run_classes_.contains(class_name);
}

void Policy::arm(const std::string& class_name, Arming arming)
{
    if (class_name.empty())
        mode_ = arming == Arming::on ? GuardMode::armed : GuardMode::dry_run;
    else if (arming == Arming::on)
        dry_run_classes_.erase(class_name);
    else
        dry_run_classes_.insert(class_name);
}

Suspect& Policy::strike(const Verdict& verdict)
{
    auto& suspect = suspects_.touch(verdict.client);
    if (suspect.since == EventTime {})
        suspect.since = verdict.time;
    while (!suspect.strikes.empty() && suspect.strikes.front() < verdict.time - strike_window_)
        suspect.strikes.pop_front();
    if (suspect.strikes.empty() || verdict.time - suspect.strikes.back() >= strike_gap)
        suspect.strikes.push_back(verdict.time);
    if (suspect.strikes.size() > max_strikes)
        suspect.strikes.pop_front();
    suspect.last = verdict;
    suspect.is_changed = true;
    return suspect;
}

std::optional<Decision> Policy::judge(
    const Verdict& verdict, const std::optional<std::string>& spared)
{
    auto& suspect = strike(verdict);
    if (suspect.strikes.size() < static_cast<std::size_t>(strikes_)
        || verdict.time < suspect.decided_until)
        return std::nullopt;
    Decision decision {.verdict = verdict, .why = "", .ban_time = ban_time_};
    suspect.decided_until = verdict.time + quiet_time;
    if (const auto why = spared ? spared : safe_.reason(verdict.client)) {
        decision.action = Decision::Action::refused;
        decision.why = *why;
    } else if (is_dry_run(verdict.class_name, verdict.time)) {
        decision.action = Decision::Action::dry_run;
    } else {
        suspect.decided_until = verdict.time + ban_time_;
        suspect.banned_until = suspect.decided_until;
    }
    return decision;
}

Decision Policy::decide(const Verdict& verdict, std::chrono::seconds ban_time)
{
    auto& suspect = strike(verdict);
    suspect.decided_until = verdict.time + ban_time;
    suspect.banned_until = suspect.decided_until;
    return {.verdict = verdict, .why = "", .ban_time = ban_time};
}

void Policy::forgive(const Address& client)
{
    if (suspects_.find(client) == nullptr)
        return;
    auto& suspect = suspects_.touch(client);
    suspect.strikes.clear();
    suspect.decided_until = {};
    suspect.banned_until = {};
    suspect.is_changed = true;
}

void Policy::recall_ban(const Address& client, EventTime until)
{
    auto& suspect = suspects_.touch(client);
    suspect.banned_until = suspect.decided_until = std::max(suspect.banned_until, until);
}

void Policy::take_back_ban(const Address& client, EventTime now)
{
    if (suspects_.find(client) == nullptr)
        return;
    auto& suspect = suspects_.touch(client);
    suspect.decided_until = now + quiet_time;
    suspect.banned_until = {};
}

const Suspect* Policy::suspect(const Address& client) const
{
    const auto* const suspect = suspects_.find(client);
    return suspect == nullptr || suspect->since == EventTime {} ? nullptr : suspect;
}

bool Policy::is_banned(const Address& client, EventTime now) const
{
    const auto* const suspect = suspects_.find(client);
    return suspect != nullptr && now < suspect->banned_until;
}

}  // namespace hive
