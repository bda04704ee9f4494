// daemons/ban/enforcement.h - who is banned: memory, database, kernel and hive-proxy in step.
#pragma once

#include <functional>
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

/// Bans made in one turn of the loop go to the database in one transaction and to the
/// kernel in another, in that order: one that holds in the kernel is never forgotten by a
/// restart. The table stays in the kernel when hive-ban ends.
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
    /// @param changed called after the number of bans or the health changed
    static Result<std::unique_ptr<Enforcement>> create(EventLoop& loop, const BanConfig& config,
        BanStore& store, const SafeList& safe, std::function<void()> changed);
    Enforcement(const Enforcement&) = delete;
    Enforcement& operator=(const Enforcement&) = delete;
    /// Writes what waits to be written.
    ~Enforcement();

    /// Takes the place of a ban of the same network by the same jail.
    /// @param ban of a jail of the configuration, or of manual_jail
    /// @return false when max_bans is reached
    [[nodiscard]] bool ban(const Ban& ban);
    /// Ends every ban of a network. @return how many
    std::size_t unban(const Network& network);

    [[nodiscard]] bool is_banned(const Network& network, const std::string& jail) const;
    [[nodiscard]] bool knows_jail(const std::string& jail) const { return jails_.contains(jail); }

    void follow(const ControlReply& reply) { feed_.add(reply); }

    /// {"bans": […], "count": n, "by": …}: what is in force, as the kernel says where it is
    /// the one that enforces. @param limit bans listed at most
    [[nodiscard]] Result<Json> list(std::size_t limit);
    [[nodiscard]] std::size_t count() const { return bans_.size(); }
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
        std::size_t group = 0;  // of ports
        bool guards_web = true;
    };
    Enforcement(
        EventLoop& loop, const BanConfig& config, BanStore& store, std::function<void()> changed);
    Result<> open_kernel(BanMode mode, int ipv6_prefix);
    Result<> restore(const SafeList& safe);
    Result<> start_watches();
    void add_places(const BanConfig& config);

    void write_soon();
    void write_pending();
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

    [[nodiscard]] KernelBan kernel_ban(const Ban& ban, WallTime now) const;
    [[nodiscard]] std::vector<KernelBan> kernel_bans(const std::vector<Ban>& bans) const;

    EventLoop& loop_;
    BanStore& store_;
    std::function<void()> changed_;
    By by_ = By::nobody;
    std::vector<PortGroup> groups_;
    std::map<std::string, Place> jails_;
    BanList bans_;
    BanFeed feed_;
    std::optional<NftSet> kernel_;
    std::vector<Ban> pending_;
    std::string store_trouble_;  // "" when the last write went well
    std::string kernel_trouble_;
    Watch write_;
    Watch expiry_;
    Watch look_;
};

[[nodiscard]] std::string_view word(Enforcement::By by);

}  // namespace hive
