// daemons/proxy/shared.h - what the threads of hive-proxy have in common.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "daemons/proxy/address_limits.h"
#include "daemons/proxy/authenticator.h"
#include "daemons/proxy/ban_list.h"
#include "daemons/proxy/failure_feed.h"
#include "daemons/proxy/lockout.h"
#include "daemons/proxy/log_file.h"
#include "daemons/proxy/request_rates.h"
#include "daemons/proxy/session_feed.h"

namespace hive {

/// What outlives a reload; safe from any thread.
struct Shared {
    const std::string users_path;  // for error lines
    AddressLimits limits;
    RequestRates rates;
    Lockout lockout;
    BanList bans;
    std::unique_ptr<LogFile> access_log;
    std::unique_ptr<LogFile> error_log;
    FailureFeed& failures;
    SessionFeed& sessions;
    Authenticator& authenticator;
    std::atomic<int> connections {0};
    std::atomic<std::uint64_t> last_connection {0};
};

}  // namespace hive
