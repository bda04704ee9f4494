#include "daemons/proxy/exchange_log.h"

#include <unistd.h>

#include "daemons/proxy/connection.h"
#include "daemons/proxy/proxy_thread.h"

namespace hive {

void report_failed_login(ProxyThread& thread, const Exchange& exchange,
    const Credentials& credentials, LoginFailure failure)
{
    auto& shared = thread.shared();
    const auto now = std::chrono::system_clock::now();
    thread.counters().failed_logins.add();
    thread.error_log().add(format_login_error({.time = now,
        .process = ::getpid(),
        .connection = exchange.connection().number(),
        .failure = failure,
        .user = credentials.user,
        .users_file = shared.users_path,
        .client = exchange.client(),
        .server = "hive",
        .request_line = exchange.head().line,
        .host = exchange.head().host}));
    shared.failures.report({.client = exchange.client(),
        .user = credentials.user,
        .credential = shared.authenticator.token(credentials),
        .time = now});
}

void log_access(ProxyThread& thread, const Exchange& exchange, double milliseconds)
{
    const auto format = exchange.config().access_log_format;
    if (format == AccessFormat::simple)
        return;
    const auto& head = exchange.head();
    const AccessLine line {.time = exchange.began(),
        .client = exchange.client_text(),
        .user = exchange.user(),
        .request_line = head.line,
        .status = exchange.status(),
        .bytes = static_cast<std::int64_t>(exchange.sent()),
        .referer = field_value(head.fields, "referer"),
        .agent = field_value(head.fields, "user-agent"),
        .milliseconds = milliseconds};
    thread.access_log().add(
        format == AccessFormat::json ? format_access_json(line) : format_access_line(line));
}

}  // namespace hive
