// supervisor/core/notify_socket.h - where services send READY=1 and WATCHDOG=1 (sd_notify(3)).
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <sys/types.h>

#include "lib/event_loop.h"
#include "lib/fd.h"
#include "lib/result.h"
#include "supervisor/core/notification.h"

namespace hive {

/// A datagram socket on which the kernel says who sends.
class NotifySocket {
public:
    using Callback = std::function<void(pid_t sender, const Notification&)>;

    /// Makes the socket, writable for everyone: senders are told apart by their pid.
    static Result<Fd> open(const std::string& path);
    static Result<std::unique_ptr<NotifySocket>> create(
        EventLoop& loop, Fd socket, Callback callback);

    [[nodiscard]] int fd() const { return socket_.get(); }

private:
    NotifySocket(Fd socket, Callback callback);
    void receive();

    Fd socket_;
    Callback callback_;
    Watch readable_;
};

}  // namespace hive
