// daemons/ban/enforcement.h - who is banned: memory, database, kernel and hive-proxy in step.
#pragma once

#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemons/ban/ban_feed.h"
#include "daemons/ban/ban_list.h"
#include "daemons/ban/ban_store.h"
#include "daemons/ban/config.h"
#include "daemons/ban/nft_set.h"
#include "daemons/ban/safe_list.h"
#include "lib/event_loop.h"
#include "lib/json_fwd.h"
#include "lib/result.h"

namespace hive {

/// Bans that come together go to the database in one transaction and to the kernel in
/// another, at most 1000 at a time, in that order: one that holds in the kernel is never
/// forgotten by a restart. A lone ban waits for nothing, one of a flood at most 20 ms. The
/// table stays in the kernel when hive-ban ends, unless on_stop says remove.
class Enforcement {
public:
    /// Who turns a banned client away.
    enum class By {
        kernel,  // nftables, and hive-proxy
        proxy,  // hive-proxy alone: nftables is not permitted
        nobody,  // mode = dry-run
    };

    /// Takes up the stored bans, but those of `safe` addresses and of jails there no longer are.
    /// @param store, safe outlive it
    /// @param jails the enabled ones
    struct Callbacks {
        std::function<void()> changed;  // the number of bans, or the health
        std::function<void(const Ban&)> banned;  // in force by now; with its lines
        std::function<void(const Ban&, std::string_view reason)> unbanned;
    };
    static Result<std::unique_ptr<Enforcement>> create(EventLoop& loop, const BanConfig& config,
        const std::list<JailConfig>& jails, BanStore& store, const SafeList& safe,
        Callbacks callbacks);
    Enforcement(const Enforcement&) = delete;
    Enforcement& operator=(const Enforcement&) = delete;
    /// Writes what waits to be written.
    ~Enforcement();
    /// hive-ban stops: takes the table away where on_stop says so. The bans stay stored.
    void stop();

    /// Takes the place of a ban of the same network by the same jail. Networks that overlap
    /// (192.0.2.0/24 in 192.0.0.0/16) become one ban, of the larger, to the later end.
    /// @param ban of a jail of the configuration, or of manual_jail
    /// @return false when max_bans is reached
    [[nodiscard]] bool ban(Ban ban);
    /// Ends every ban of a network. @param jail only by this one; "" by any @return how many
    std::size_t unban(const Network& network, const std::string& jail = "");
    /// Ends every ban. @return how many
    std::size_t unban_all();

    [[nodiscard]] bool is_banned(const Network& network, const std::string& jail) const;
    [[nodiscard]] bool knows_jail(const std::string& jail) const { return jails_.contains(jail); }

    void follow(const ControlReply& reply) { feed_.add(reply); }

    /// {"bans": […], "count": n, "by": …}: what is in force, as the kernel says where it is
    /// the one that enforces. @param limit bans listed at most
    [[nodiscard]] Result<Json> list(std::size_t limit);
    [[nodiscard]] std::size_t count() const { return bans_.size(); }
    /// The networks each jail bans, as the kernel says where it enforces.
    [[nodiscard]] Result<std::map<std::string, std::vector<Ban>>> by_jail();
    /// What the kernel has dropped for each jail since the table was made; empty where the
    /// kernel does not enforce.
    [[nodiscard]] std::map<std::string, Dropped> dropped();
    [[nodiscard]] std::vector<Ban> of(const Network& network) const { return bans_.of(network); }
    [[nodiscard]] std::vector<Ban> all() const { return bans_.all(); }
    /// Times the table was made again because somebody had changed it.
    [[nodiscard]] std::int64_t restorations() const { return restorations_; }
    [[nodiscard]] By by() const { return by_; }
    /// "" while all is well.
    [[nodiscard]] const std::string& trouble() const
    {
        return kernel_trouble_.empty() ? store_trouble_ : kernel_trouble_;
    }
    /// One sentence for the supervisor.
    [[nodiscard]] std::string status() const;

private:
    struct Place {
        std::size_t jail = 0;  // in the kernel's list
        bool guards_web = true;
    };
    Enforcement(EventLoop& loop, const BanConfig& config, const std::list<JailConfig>& jails,
        BanStore& store, Callbacks callbacks);
    Result<> open_kernel(BanMode mode, int ipv6_prefix);
    Result<> restore(const SafeList& safe);
    Result<> start_watches();
    void add_places(const std::list<JailConfig>& jails);

    bool absorb(Ban& ban);
    void write_soon();
    void write_batch();
    void write_pending();
    void write(const std::vector<Ban>& bans, NftSet::Novelty novelty);
    std::size_t end(const std::vector<Ban>& ended, std::string_view reason);
    void lift(const std::vector<Ban>& ended, std::string_view reason);
    void expire();
    void expire_later();
    void look();
    void look_at_store();
    void look_at_kernel();
    Result<bool> kernel_agrees();
    Result<std::vector<KernelBan>> read_kernel();
    /// Remembers and logs what failed; what went well ends the trouble there was.
    static void note(std::string& trouble, std::string_view what, const Result<>& outcome);

    [[nodiscard]] std::vector<KernelBan> kernel_bans(const std::vector<Ban>& bans) const;

    EventLoop& loop_;
    BanStore& store_;
    Callbacks callbacks_;
    int ipv6_prefix_;
    StopMode on_stop_;
    By by_ = By::nobody;
    std::vector<KernelJail> kernel_jails_;
    std::map<std::string, Place> jails_;
    BanList bans_;
    BanFeed feed_;
    std::optional<NftSet> kernel_;
    std::deque<Ban> pending_;  // in bans_ already; none of them is in the kernel
    std::chrono::steady_clock::time_point last_write_ {};
    std::int64_t restorations_ = 0;
    std::string store_trouble_;  // "" when the last write went well
    std::string kernel_trouble_;
    Watch write_;
    Watch expiry_;
    Watch look_;
};

[[nodiscard]] std::string_view word(Enforcement::By by);

}  // namespace hive
