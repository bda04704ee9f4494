// daemons/proxy/exchange_log.h - the lines a request leaves in the access and error logs.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "daemons/proxy/auth.h"
#include "daemons/proxy/request_head.h"
#include "lib/access_line.h"

namespace hive {

class Connection;
class ProxyThread;

/// Writes the error line and tells hive-ban.
void report_failed_login(ProxyThread& thread, const Connection& connection, const RequestHead& head,
    const Credentials& credentials, LoginFailure failure);

struct AnswerSummary {
    std::chrono::system_clock::time_point begin;
    std::string_view user;
    int status = 0;
    std::uint64_t bytes = 0;  // of the body
};
/// Writes the access line in the configured format.
void log_access(ProxyThread& thread, const Connection& connection, const RequestHead& head,
    const AnswerSummary& answer);

}  // namespace hive
