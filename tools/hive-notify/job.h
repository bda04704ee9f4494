// tools/hive-notify/job.h - one message to deliver, as hive-supervisor asks for it. Pure; fuzzed.
//
// A line of JSON comes in on the inherited socket "channel":
//     {"id": 7, "kind": "mail", "timeout": 30, "to": […], "servers": […], …}
// and a line goes back: {"id": 7, "delivered": true, "text": "smtp://mail.example:587"}.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lib/result.h"

namespace hive {

struct MailJob {
    std::vector<std::string> to;
    std::string from;
    std::vector<std::string> servers;  // smtp:// or smtps://, tried in turn
    std::string starttls;  // required, offered, never
    std::string user;  // "": no sign-in
    std::string password;
    std::string host;  // this machine, for the message's id
    std::string subject;
    std::string text;
};

struct WebhookJob {
    std::string url;
    std::string token;  // "": none
    std::string body;  // JSON
};

struct ExecJob {
    std::vector<std::string> words;
    std::string body;  // JSON, its standard input
    std::vector<std::string> environment;  // HIVE_ALERT_KEY=… and the like
};

struct Job {
    std::int64_t id = 0;
    std::chrono::seconds timeout {30};
    std::string ca_file;  // "": the system's
    std::variant<MailJob, WebhookJob, ExecJob> message;
};

[[nodiscard]] Result<Job> parse_job(std::string_view line);

/// The line that goes back, with its end.
[[nodiscard]] std::string answer_line(std::int64_t id, const Result<std::string>& outcome);

}  // namespace hive
