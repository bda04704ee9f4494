#include "tools/hive-notify/job.h"

#include <algorithm>
#include <array>

#include "lib/json.h"

namespace hive {
namespace {

std::vector<std::string> texts_at(const Json& object, std::string_view key)
{
    std::vector<std::string> texts;
    const auto found = object.find(key);
    if (found == object.end() || !found->is_array())
        return texts;
    for (const auto& text : *found)
        if (text.is_string())
            texts.push_back(text.get<std::string>());
    return texts;
}

Result<MailJob> parse_mail(const Json& object)
{
    MailJob mail {.to = texts_at(object, "to"),
        .from = text_at(object, "from"),
        .servers = texts_at(object, "servers"),
        .starttls = text_at(object, "starttls", "required"),
        .user = text_at(object, "user"),
        .password = text_at(object, "password"),
        .host = text_at(object, "host", "localhost"),
        .subject = text_at(object, "subject"),
        .text = text_at(object, "text")};
    if (mail.to.empty() || mail.from.empty() || mail.servers.empty())
        return fail("a mail needs to, from and servers");
    return mail;
}

/// What a script wants to know without a JSON parser.
std::vector<std::string> environment_from(const Json& body)
{
    constexpr std::array names {"key", "event", "severity", "source", "subject", "host"};
    std::vector<std::string> environment;
    for (const std::string name : names) {
        auto variable = "HIVE_ALERT_" + name;
        std::ranges::transform(variable, variable.begin(),
            [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
        environment.push_back(variable + '=' + text_at(body, name));
    }
    return environment;
}

}  // namespace

Result<Job> parse_job(std::string_view line)
{
    const auto object = TRY(parse_json(line));
    if (!object.is_object())
        return fail("a job is an object");
    Job job {.id = integer_at(object, "id"),
        .timeout = std::chrono::seconds {std::clamp<std::int64_t>(
            integer_at(object, "timeout", 30), 1, 600)},
        .ca_file = text_at(object, "ca_file")};
    const auto body = object.value("body", Json::object());
    const auto kind = text_at(object, "kind");
    if (kind == "mail")
        job.message = TRY(parse_mail(object));
    else if (kind == "webhook")
        job.message = WebhookJob {.url = text_at(object, "url"),
            .token = text_at(object, "token"),
            .body = to_text(body)};
    else if (kind == "exec")
        job.message = ExecJob {.words = texts_at(object, "words"),
            .body = to_text(body),
            .environment = environment_from(body.is_object() ? body : Json::object())};
    else
        return fail("'{}' is none of mail|webhook|exec", kind);
    if (const auto* run = std::get_if<ExecJob>(&job.message); run != nullptr && run->words.empty())
        return fail("a program needs a name");
    return job;
}

std::string answer_line(std::int64_t id, const Result<std::string>& outcome)
{
    const auto& text = outcome ? *outcome : outcome.error().message();
    return to_text({{"id", id}, {"delivered", outcome.has_value()}, {"text", text.substr(0, 500)}})
        + '\n';
}

}  // namespace hive
