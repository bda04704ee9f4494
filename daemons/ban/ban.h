// daemons/ban/ban.h - hive-ban: failures come in, from hive-proxy and from logs; bans come out.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/ban/config.h"
#include "daemons/ban/enforcement.h"
#include "daemons/ban/jail.h"
#include "daemons/ban/log_tail.h"
#include "daemons/ban/login_repeats.h"
#include "daemons/ban/safe_list.h"
#include "lib/daemon.h"
#include "lib/json_fwd.h"

namespace hive {

class BanDaemon : public Service {
public:
    static Result<std::unique_ptr<Service>> create(Daemon& daemon, const BanConfig& config);
    ~BanDaemon() override;

    /// A failed login at hive-proxy. @return whether it counted
    bool count_login(const Address& address, std::string_view credential, WallTime time);
    /// A ban by hand. @return an error for a safe address, an unknown jail, a full list
    Result<> ban(const Address& address, const std::string& jail, std::chrono::seconds time);
    /// Ends the bans of an address, or of a network as the list shows it. @return how many
    std::size_t unban(const Network& network);

    /// What `status` answers.
    [[nodiscard]] Result<Json> status();
    [[nodiscard]] Enforcement& enforcement() { return *enforcement_; }

private:
    struct Follower {
        Jail* jail;
        std::unique_ptr<LogTail> tail;
        std::optional<LogPosition> saved;
    };
    BanDaemon(Daemon& daemon, const BanConfig& config, BanStore store);
    Result<> start(const BanConfig& config);
    Result<> follow_logs();
    void report();
    void learn_own_addresses();

    void take_line(Jail& jail, std::string_view line, LineAge age);
    void count(Jail& jail, const Address& address, WallTime time, WallTime now);
    void save_positions_later();
    void save_positions();

    Daemon& daemon_;
    bool ignores_self_;
    SafeList safe_;
    BanStore store_;
    LoginRepeats repeats_;
    std::list<Jail> jails_;
    Jail* direct_ = nullptr;  // hive-auth, unless it is disabled
    std::unique_ptr<Enforcement> enforcement_;
    std::vector<Follower> followers_;
    Watch own_addresses_;
    Watch save_;
};

/// Serves failure, follow, ban, unban, banned and status on the control socket.
void add_verbs(ControlServer& control, BanDaemon& daemon);

}  // namespace hive
