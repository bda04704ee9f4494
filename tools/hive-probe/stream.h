// tools/hive-probe/stream.h - a connection that gives up at a deadline, plain or over TLS.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "lib/fd.h"
#include "lib/network_probe.h"
#include "lib/result.h"

struct ssl_st;
struct ssl_ctx_st;

namespace hive {

using Deadline = std::chrono::steady_clock::time_point;

/// Waits until `fd` can be read or written (poll(2) events). @return an error at the deadline
Result<> wait_for(int fd, short events, Deadline deadline);

/// Connected to the first address of the probe's host that takes the connection.
/// @param type SOCK_STREAM or SOCK_DGRAM
[[nodiscard]] Result<Fd> connect_to_host(const NetworkProbe& probe, int type, Deadline deadline);

class Stream {
public:
    /// Connects, and shakes hands when the protocol is over TLS.
    static Result<Stream> open(const NetworkProbe& probe, Deadline deadline);

    Result<> send(std::string_view text);
    /// Some bytes, at least one; "" at the end.
    Result<std::string> receive();

private:
    struct SslFree {
        void operator()(ssl_st* handle) const noexcept;
    };
    struct ContextFree {
        void operator()(ssl_ctx_st* handle) const noexcept;
    };
    Stream(Fd socket, Deadline deadline) : socket_ {std::move(socket)}, deadline_ {deadline} { }
    Result<> shake_hands(const NetworkProbe& probe);
    /// Runs a TLS call until it is done. @return what it returned; an error with its reason
    template <class Call>
    Result<int> tls_call(Call call);

    Fd socket_;
    Deadline deadline_;
    std::unique_ptr<ssl_ctx_st, ContextFree> context_;
    std::unique_ptr<ssl_st, SslFree> tls_;
};

}  // namespace hive
