// supervisor/core/sockets.h - the listening sockets of a service, open for as long as Hive runs.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/fd.h"
#include "lib/result.h"
#include "supervisor/core/config.h"
#include "supervisor/core/keeper_link.h"

namespace hive {

/// Opened before the first start and open over every crash and restart: a client that comes
/// while the service is down waits in the kernel's queue. The keeper holds copies, for a next
/// core. Closed only while the service is stopped on purpose or misconfigured.
class ServiceSockets {
public:
    /// The descriptor the last core had kept under a name, if any.
    using Claim = std::function<Fd(const std::string& kept_name)>;

    ServiceSockets(const ServiceConfig& service, KeeperLink& keeper);

    void adopt(const Claim& claim);
    /// Opens what is not open yet.
    /// @return for a port taken the error names its owner; the other sockets are open then
    Result<> open();

    void close();

    /// What the service is given, in the same order.
    [[nodiscard]] std::vector<int> fds() const;
    [[nodiscard]] std::vector<std::string> names() const;

private:
    struct Entry {
        ListenSpec spec;
        std::vector<Fd> fds;
    };
    [[nodiscard]] std::string kept_name(const ListenSpec& spec, std::size_t index) const;
    void adopt_from_units(const std::string& socket, const Claim& claim);
    void hold(Entry& entry, Fd fd);
    Result<> open_entry(Entry& entry);

    std::string service_;
    KeeperLink& keeper_;
    std::vector<Entry> entries_;
};

}  // namespace hive
