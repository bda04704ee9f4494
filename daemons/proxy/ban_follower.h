// daemons/proxy/ban_follower.h - keeps the ban list as hive-ban has it.
#pragma once

#include <memory>
#include <string>

#include "daemons/proxy/ban_list.h"
#include "lib/control.h"
#include "lib/event_loop.h"
#include "lib/result.h"

namespace hive {

/// Follows hive-ban over its control socket. While hive-ban is away the list stays as it was;
/// its bans still end in time.
class BanFollower {
public:
    static Result<std::unique_ptr<BanFollower>> create(
        EventLoop& loop, const std::string& socket_path, BanList& bans);

    [[nodiscard]] bool is_connected() const { return link_->is_connected(); }

private:
    explicit BanFollower(BanList& bans) : bans_ {bans} { }
    void take(const Json& line);

    BanList& bans_;
    std::unique_ptr<ControlLink> link_;
    Watch expiry_;
};

}  // namespace hive
