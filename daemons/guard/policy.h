// daemons/guard/policy.h - verdicts become decisions: safe list, strikes, dry run. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "daemons/guard/config.h"
#include "daemons/guard/safe_list.h"
#include "daemons/guard/verdict.h"
#include "lib/lru_map.h"

namespace hive {

/// A client with verdicts, as guard.db's table `client` has it.
struct Suspect {
    Verdict last;  // its last verdict
    std::deque<EventTime> strikes;  // within the strike window, at most 10
    EventTime since {};  // first verdict; none yet after a restart
    EventTime decided_until {};  // no further decision before
    EventTime banned_until {};  // as far as it is our ban
    bool is_changed = false;  // since it was stored
};

class Policy {
public:
    /// Suspects remembered; the one silent longest is forgotten first.
    static constexpr std::size_t max_suspects = 4000;
    /// Verdicts closer together are one strike.
    static constexpr std::chrono::seconds strike_gap {1};

    explicit Policy(const GuardConfig& config);

    /// @param spared why the client is safe, if anybody but the list of networks says so
    /// @return a decision: dry_run, refused (safe) or pending
    [[nodiscard]] std::optional<Decision> judge(
        const Verdict& verdict, const std::optional<std::string>& spared);
    /// The operator bans: dry run or not, no strikes needed.
    [[nodiscard]] Decision decide(const Verdict& verdict, std::chrono::seconds ban_time);
    /// Nobody is acted against before; only mode auto asks.
    void set_dry_run_until(EventTime time) { dry_run_until_ = time; }
    [[nodiscard]] EventTime dry_run_until() const { return dry_run_until_; }
    [[nodiscard]] bool is_dry_run(EventTime now) const;
    [[nodiscard]] bool is_dry_run(const std::string& class_name, EventTime now) const;
    /// Ends the dry run, of one class or of all (""); off: begins it again.
    enum class Arming { on, off };
    void arm(const std::string& class_name, Arming arming);
    [[nodiscard]] const std::set<std::string>& dry_run_classes() const { return dry_run_classes_; }

    /// Its strikes do not count any more.
    void forgive(const Address& client);
    /// A ban that was ours before this start.
    void recall_ban(const Address& client, EventTime until);
    /// hive-ban would not ban it, or was never reached: what its requests get now is not our doing.
    void take_back_ban(const Address& client, EventTime now);
    /// We had it banned, and the ban has not ended yet: what its requests get now is our doing.
    [[nodiscard]] bool is_banned(const Address& client, EventTime now) const;
    /// Null for one without a verdict, even if it is banned.
    [[nodiscard]] const Suspect* suspect(const Address& client) const;
    [[nodiscard]] LruMap<Address, Suspect>& suspects() { return suspects_; }

    [[nodiscard]] SafeList& safe() { return safe_; }
    [[nodiscard]] const SafeList& safe() const { return safe_; }

private:
    Suspect& strike(const Verdict& verdict);

    const int strikes_;
    const std::chrono::seconds strike_window_;
    const std::chrono::seconds ban_time_;
    GuardMode mode_;
    EventTime dry_run_until_ {};
    std::set<std::string> dry_run_classes_;
    SafeList safe_;
    LruMap<Address, Suspect> suspects_ {max_suspects};
};

}  // namespace hive
