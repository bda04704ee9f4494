// daemons/proxy/exchange_log.h - the lines a request leaves in the access and error logs.
#pragma once

#include "daemons/proxy/auth.h"
#include "lib/access_line.h"

namespace hive {

class Exchange;
class ProxyThread;

/// Writes the error line and tells hive-ban.
void report_failed_login(ProxyThread& thread, const Exchange& exchange,
    const Credentials& credentials, LoginFailure failure);

/// Writes the access line in the configured format.
/// @param milliseconds the request took
void log_access(ProxyThread& thread, const Exchange& exchange, double milliseconds);

}  // namespace hive
