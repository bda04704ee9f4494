#include "daemons/proxy/exchange_log.h"

#include <unistd.h>

#include "daemons/proxy/connection.h"
#include "daemons/proxy/proxy_thread.h"

namespace hive {

void report_failed_login(ProxyThread& thread, const Connection& connection, const RequestHead& head,
    const Credentials& credentials, LoginFailure failure)
{
    auto& shared = thread.shared();
    const auto now = std::chrono::system_clock::now();
    thread.counters().failed_logins.add();
    thread.error_log().add(format_login_error({.time = now,
        .process = ::getpid(),
        .connection = connection.number(),
        .failure = failure,
        .user = credentials.user,
        .users_file = shared.users_path,
        .client = connection.client(),
        .server = "hive",
        .request_line = head.line,
        .host = head.host}));
    shared.failures.report({.client = connection.client(),
        .user = credentials.user,
        .credential = shared.authenticator.token(credentials),
        .time = now});
}

void log_access(ProxyThread& thread, const Connection& connection, const RequestHead& head,
    const AnswerSummary& answer)
{
    const auto format = thread.config().access_log_format;
    if (format == AccessFormat::simple)
        return;
    const std::chrono::duration<double, std::milli> taken
        = std::chrono::system_clock::now() - answer.begin;
    const AccessLine line {.time = answer.begin,
        .client = connection.client(),
        .user = answer.user,
        .request_line = head.line,
        .status = answer.status,
        .bytes = static_cast<std::int64_t>(answer.bytes),
        .referer = field_value(head.fields, "referer"),
        .agent = field_value(head.fields, "user-agent"),
        .milliseconds = taken.count()};
    thread.access_log().add(
        format == AccessFormat::json ? format_access_json(line) : format_access_line(line));
}

}  // namespace hive
