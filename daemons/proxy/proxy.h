// daemons/proxy/proxy.h - wires listening sockets, threads, accounts, bans and logs together.
#pragma once

#include <memory>
#include <vector>

#include "daemons/proxy/accounts.h"
#include "daemons/proxy/authenticator.h"
#include "daemons/proxy/ban_follower.h"
#include "daemons/proxy/config.h"
#include "daemons/proxy/failure_feed.h"
#include "daemons/proxy/proxy_thread.h"
#include "daemons/proxy/session_feed.h"
#include "daemons/proxy/shared.h"
#include "daemons/proxy/upstream_check.h"
#include "lib/daemon.h"
#include "lib/json_fwd.h"

namespace hive {

class MetricList;

/// The main thread's part: everything that is not serving clients.
class Proxy final : public Service {
public:
    /// @param config outlives the service
    static Result<std::unique_ptr<Proxy>> create(Daemon& daemon, const ProxyConfig& config);
    Proxy(const Proxy&) = delete;
    Proxy& operator=(const Proxy&) = delete;
    /// Lets running requests finish, at most for drain_timeout.
    ~Proxy() override;

    /// Reads the configuration file again and serves by it, when it has no mistake. Running
    /// requests and tunnels go on by what they began with.
    void reload();

private:
    Proxy(Daemon& daemon, const ProxyConfig& config);
    Result<> open();
    Result<> open_threads();
    Result<std::vector<ListeningSocket>> open_listening();
    void serve_verbs();
    void list_connections(const ControlReply& reply);
    [[nodiscard]] std::int64_t sum(Counter Counters::* counter) const;
    [[nodiscard]] Json upstreams() const;
    [[nodiscard]] Json locations() const;
    void add_statuses(MetricList& list) const;
    void add_latency(MetricList& list) const;
    void add_certificates(MetricList& list) const;
    void watch_upstreams();
    void rotate_logs();
    void check_files();
    bool check_accounts();
    bool check_certificates();
    void publish();
    void reopen_logs();
    [[nodiscard]] Json status() const;
    [[nodiscard]] Json metrics() const;

    Daemon& daemon_;
    const ProxyConfig& config_;  // as it was at the start
    AccountsFiles accounts_files_;
    Bearings bearings_;
    std::string certificate_files_;  // their fingerprint when they were read last
    std::unique_ptr<FailureFeed> failures_;
    std::unique_ptr<SessionFeed> sessions_;
    std::unique_ptr<Shared> shared_;
    std::vector<std::unique_ptr<ProxyThread>> threads_;
    std::unique_ptr<Authenticator> authenticator_;  // before the loops it answers through
    std::unique_ptr<BanFollower> ban_follower_;
    std::vector<std::unique_ptr<UpstreamCheck>> upstream_checks_;
    Watch files_check_;
    Watch on_reopen_;
};

}  // namespace hive
