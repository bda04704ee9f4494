// supervisor/core/notify_socket.h - where services send READY=1 and WATCHDOG=1 (sd_notify(3)).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <sys/types.h>

#include "lib/event_loop.h"
#include "lib/fd.h"
#include "lib/result.h"
#include "supervisor/core/notification.h"

namespace hive {

/// A datagram socket on which the kernel says who sends.
class NotifySocket {
public:
    /// @param descriptors that came along
    using Callback
        = std::function<void(pid_t sender, const Notification&, std::vector<Fd> descriptors)>;

    /// Makes the socket, writable for everyone: senders are told apart by their pid.
    static Result<Fd> open(const std::string& path);
    static Result<std::unique_ptr<NotifySocket>> create(
        EventLoop& loop, Fd socket, Callback callback);

    /// Takes all that has come by now: what a process said before it ended.
    void drain();

    [[nodiscard]] int fd() const { return socket_.get(); }

private:
    NotifySocket(Fd socket, Callback callback);
    /// @return false when nothing waits
    bool receive();

    Fd socket_;
    Callback callback_;
    Watch readable_;
};

}  // namespace hive
