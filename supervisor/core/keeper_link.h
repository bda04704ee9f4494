// supervisor/core/keeper_link.h - the core's end of the channel to the keeper.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include <sys/types.h>

#include "lib/event_loop.h"
#include "lib/fd.h"
#include "lib/result.h"

namespace hive {

class KeeperLink {
public:
    struct Callbacks {
        /// A process below the keeper has ended; told again until seen(). @param status of
        /// waitpid(2)
        std::function<void(pid_t, int status)> ended;
        std::function<void()> lost;  // the keeper has gone
    };
    static Result<std::unique_ptr<KeeperLink>> create(
        EventLoop& loop, Fd channel, Callbacks callbacks);

    /// Hands a copy of `fd` over; it takes the place of one of the same name.
    /// @param name at most 159 bytes, without ':'
    void keep(const std::string& name, int fd);
    void drop(const std::string& name);
    /// What the keeper has room for.
    static constexpr std::size_t most_kept = 1024;
    void seen(pid_t pid);

    /// Names handed over and not dropped since.
    [[nodiscard]] const std::set<std::string>& kept() const { return kept_; }

private:
    KeeperLink(Fd channel, Callbacks callbacks);
    void send(const std::string& text, int fd = -1);
    void receive();

    Fd channel_;
    Callbacks callbacks_;
    std::set<std::string> kept_;
    Watch readable_;
};

}  // namespace hive
