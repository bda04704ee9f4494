// lib/access_line.h - hive-proxy's log lines: written by it, read by hive-ban.
//
// Access line (combined log format and the milliseconds):
//   192.0.2.7 - ann [29/May/2026:15:45:01 +1000] "GET /app/ HTTP/1.1" 200 5123 "-" "curl/7.88" 1.2
// Error line of a failed login, as nginx writes it, which fail2ban's stock filter
// nginx-http-auth matches:
//   2026/05/29 15:45:01 [error] 612#612: *17 user "ann": password mismatch, client: 192.0.2.7,
//   server: hive, request: "GET /app/ HTTP/1.1", host: "hive.example"
// Every byte a client chose is escaped: control bytes, quotes and backslashes as \xXX.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "lib/address.h"

namespace hive {

struct AccessLine {
    std::chrono::system_clock::time_point time;
    std::string_view client;  // "192.0.2.7"
    std::string_view user;  // "" when there is none
    std::string_view request_line;  // "GET /app/ HTTP/1.1"
    int status = 0;
    std::int64_t bytes = 0;  // of the body sent
    std::string_view referer;
    std::string_view agent;
    double milliseconds = 0;
};
/// One line with its line break, local time.
[[nodiscard]] std::string format_access_line(const AccessLine& line);
/// The same as one JSON object a line: time (epoch seconds), client, user, request, status,
/// bytes, referer, agent, milliseconds. Bytes outside printable ASCII are \u00XX.
[[nodiscard]] std::string format_access_json(const AccessLine& line);

enum class LoginFailure { password_mismatch, unknown_user };
struct LoginErrorLine {
    std::chrono::system_clock::time_point time;
    int process = 0;
    std::uint64_t connection = 0;
    LoginFailure failure {};
    std::string_view user;
    std::string_view users_file;  // where an unknown user was looked for
    Address client;
    std::string_view server;
    std::string_view request_line;
    std::string_view host;  // "" when the request had none
};
/// One line with its line break, local time.
[[nodiscard]] std::string format_login_error(const LoginErrorLine& line);

/// Bytes outside printable ASCII, '"' and '\' as \xXX.
[[nodiscard]] std::string escape_log_bytes(std::string_view text);

}  // namespace hive
