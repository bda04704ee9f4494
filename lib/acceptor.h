// lib/acceptor.h - takes clients from listening sockets, and pauses while there are no
// descriptors left for them.
#pragma once

#include <functional>
#include <vector>

#include <sys/socket.h>

#include "lib/event_loop.h"
#include "lib/fd.h"
#include "lib/result.h"

namespace hive {

class Acceptor {
public:
    /// @param client non-blocking, close-on-exec
    using Callback = std::function<void(Fd client, const sockaddr* address, socklen_t length)>;

    Acceptor(EventLoop& loop, Callback callback);
    Acceptor(const Acceptor&) = delete;
    Acceptor& operator=(const Acceptor&) = delete;
    ~Acceptor() = default;

    /// @param listeners non-blocking, listening
    Result<> listen(std::vector<Fd> listeners);

private:
    Result<> watch();
    void accept_from(int listener);
    void pause();

    EventLoop& loop_;
    Callback callback_;
    std::vector<Fd> listeners_;
    std::vector<Watch> watches_;
    Watch resume_;
};

}  // namespace hive
