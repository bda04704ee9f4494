// lib/listener.h - listening sockets: inherited by name, else opened here.
//
// The supervisor (or systemd) passes sockets as descriptors 3, 4, … with
// LISTEN_PID, LISTEN_FDS and LISTEN_FDNAMES (sd_listen_fds(3)). One name may
// stand for several sockets: "http" for IPv4 and IPv6.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "lib/address.h"
#include "lib/fd.h"
#include "lib/result.h"

namespace hive {

/// Descriptors handed to this process, close-on-exec. take_inherited() empties the environment
/// variables, so that grandchildren do not see them: call it once, first thing.
class Inherited {
public:
    static Inherited take();

    /// Removes and returns all descriptors of that name; empty when there are none.
    [[nodiscard]] std::vector<Fd> claim(std::string_view name);
    /// Names nobody claimed yet.
    [[nodiscard]] std::vector<std::string> left_over() const;

private:
    struct Entry {
        std::string name;
        Fd fd;
    };
    std::vector<Entry> entries_;
};

/// Opens the sockets of one endpoint, non-blocking, close-on-exec, listening: two for "*:80"
/// (IPv4 and IPv6-only; one where the host has no IPv6), one otherwise. A stale Unix socket
/// file, to which nobody answers, is replaced.
/// @param mode permissions of a Unix socket
/// @return for a TCP port taken by another process the error says "address already in use"
[[nodiscard]] Result<std::vector<Fd>> open_listeners(const Endpoint& endpoint, mode_t mode = 0660);

/// Connects; a connection that is still under way is success (wait for writable).
[[nodiscard]] Result<Fd> connect_to(const Endpoint& endpoint);

/// The port a listening TCP socket got, for port 0. @return 0 for a Unix socket
[[nodiscard]] std::uint16_t local_port(int fd);

}  // namespace hive
