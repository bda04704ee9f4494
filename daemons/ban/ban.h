// daemons/ban/ban.h - hive-ban: failures come in, from hive-proxy and from logs; bans come out.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/ban/actions.h"
#include "daemons/ban/command_runner.h"
#include "daemons/ban/config.h"
#include "daemons/ban/enforcement.h"
#include "daemons/ban/host_names.h"
#include "daemons/ban/jail.h"
#include "daemons/ban/judge.h"
#include "daemons/ban/name_resolver.h"
#include "daemons/ban/reading.h"
#include "daemons/ban/safe_list.h"
#include "lib/alert_link.h"
#include "lib/daemon.h"
#include "lib/json_fwd.h"

namespace hive {

class BanDaemon {
public:
    static Result<std::unique_ptr<BanDaemon>> create(Daemon& daemon, const BanConfig& config);
    BanDaemon(const BanDaemon&) = delete;
    BanDaemon& operator=(const BanDaemon&) = delete;
    ~BanDaemon() = default;

    [[nodiscard]] Judge& judge() { return *judge_; }
    [[nodiscard]] Enforcement& enforcement() { return *enforcement_; }
    [[nodiscard]] SafeList& safe() { return safe_; }
    [[nodiscard]] const std::list<Jail>& jails() const { return jails_; }

    /// Ends the bans of a network, and of the network banned around a lone address; forgets
    /// what led to them. @param jail only those by this one; "" by any @return how many
    std::size_t unban(const Network& network, const std::string& jail);
    /// Ends every ban; forgets what led to them. @return how many
    std::size_t unban_all();
    /// Never bans a network from now on, and lifts the bans of what it holds or lies in.
    /// @return how many; an error when the list is full or cannot be stored
    Result<std::size_t> spare(const Spared& spared);
    /// May ban it again. @return an error when it was not spared
    Result<> unspare(const Network& network);
    /// An administrator is active there: never banned for the next 15 minutes.
    void note_session(const Address& address, const std::string& user);

    /// What `status` answers.
    [[nodiscard]] Result<Json> status();
    /// Of one jail, as fail2ban-client shows it.
    [[nodiscard]] Result<Json> status(const Jail& jail);
    /// What a jail is configured to do, by fail2ban's names of the options.
    [[nodiscard]] Json settings(const Jail& jail) const;
    /// What `why` answers: bans, offences and lines of an address.
    [[nodiscard]] Result<Json> why(const Address& address);
    /// Counters and gauges: [{"name": …, "kind": …, "help": …, "labels": {…}, "value": n}, …].
    [[nodiscard]] Result<Json> metrics();

private:
    BanDaemon(Daemon& daemon, const BanConfig& config, BanStore store);
    Result<> start(const BanConfig& config);
    Result<> start_periods();
    Enforcement::Callbacks callbacks();
    void report();
    void learn_own_addresses();
    [[nodiscard]] std::vector<Network> networks_of(const Address& address) const;
    void resolve_names();
    void sweep();

    void take_line(Jail& jail, std::string_view line, LineAge age, std::optional<WallTime> time);
    static void note_clock(Jail& jail, WallTime time, WallTime now);
    void blame(Jail& jail, const LineMatch& match, WallTime time, std::string_view line);
    void forget(std::span<const Network> networks, const std::string& jail);
    void blame_name(Jail& jail, const std::string& name, WallTime time, std::string_view line);

    Daemon& daemon_;
    bool ignores_self_;
    std::chrono::seconds history_;
    std::vector<std::string> names_;  // of ignored hosts
    SafeList safe_;
    BanStore store_;
    CommandRunner runner_;
    NameResolver resolver_;
    std::unique_ptr<AlertLink> alerts_;
    Actions actions_;
    std::list<Jail> jails_;
    std::unique_ptr<Enforcement> enforcement_;
    std::unique_ptr<Judge> judge_;
    HostNames host_names_;
    std::unique_ptr<Reading> reading_;
    Watch own_addresses_;
    Watch names_refresh_;
    Watch sweep_;
};

/// Keeps the daemon over a change of its configuration.
class BanService : public Service {
public:
    static Result<std::unique_ptr<BanService>> create(Daemon& daemon, const BanConfig& config);

    BanService(const BanService&) = delete;
    BanService& operator=(const BanService&) = delete;
    ~BanService() override;

    [[nodiscard]] BanDaemon& ban() { return *ban_; }
    /// Reads the configuration again, and takes it when it is valid; bans, offences and
    /// positions go on. @return the mistakes, and all stays as it was
    Result<> reload();

private:
    explicit BanService(Daemon& daemon) : daemon_ {daemon} { }
    Daemon& daemon_;
    std::unique_ptr<BanDaemon> ban_;
};

/// Serves the verbs of ban_verbs.cc on the control socket.
void add_verbs(ControlServer& control, BanService& service);

}  // namespace hive
