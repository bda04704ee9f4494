#include "supervisor/core/alert_config.h"

#include <algorithm>

#include "supervisor/core/listen_spec.h"

namespace hive {
namespace {

constexpr std::string_view alert_kinds = "exited backoff misconfigured degraded probe unstable";

Result<std::string> parse_mail_address(std::string_view text)
{
    const auto at = text.find('@');
    const bool is_clean = std::ranges::none_of(
        text, [](char c) { return c <= ' ' || c == '<' || c == '>' || c == ',' || c == '"'; });
    if (at == 0 || at == std::string_view::npos || at + 1 == text.size() || !is_clean)
        return fail("'{}' is not a mail address", text);
    return std::string {text};
}

Result<std::string> parse_mail_server(std::string_view text)
{
    const auto rest = text.substr(std::min(text.find("://"), text.size()));
    if ((!text.starts_with("smtp://") && !text.starts_with("smtps://")) || rest.size() <= 3
        || rest.find_first_of("@ ?#", 0) != std::string_view::npos)
        return fail("'{}' is not smtp://HOST:PORT or smtps://HOST:PORT", text);
    return std::string {text};
}

Result<std::string> parse_webhook(std::string_view text)
{
    if (!text.starts_with("https://") && !text.starts_with("http://"))
        return fail("'{}' is neither https:// nor http://", text);
    return std::string {text};
}

Result<std::string> parse_service_event(std::string_view text)
{
    const auto at = alert_kinds.find(text);
    const bool is_word = at != std::string_view::npos && !text.contains(' ')
        && (at == 0 || alert_kinds[at - 1] == ' ')
        && (at + text.size() == alert_kinds.size() || alert_kinds[at + text.size()] == ' ');
    if (!is_word)
        return fail("'{}' is none of {}", text, alert_kinds);
    return std::string {text};
}

std::vector<Option> mail_options(DestinationConfig& destination)
{
    return {
        Option::list_of<std::string>("mail", destination.mail, &parse_mail_address, "addresses",
            "Mail addresses every message goes to."),
        Option::parsed<std::string>("mail_from", destination.mail_from, &parse_mail_address,
            "address", "", "The sender; the first address of mail without one."),
        Option::list_of<std::string>("mail_servers", destination.mail_servers, &parse_mail_server,
            "URLs",
            "smtp://HOST:PORT or smtps://HOST:PORT, tried in turn. The default is "
            "smtp://localhost:25."),
        Option::choice<StartTls>("starttls", destination.starttls,
            {{"required", StartTls::required}, {"offered", StartTls::offered},
                {"never", StartTls::never}},
            "With smtp://: only over TLS, over TLS when the server offers it, or never."),
        Option::text("mail_user", destination.mail_user, "Name to sign in with."),
        Option::text("mail_password_file", destination.mail_password_file,
            "File with the password in its first line; only its owner may be able to read it."),
    };
}

std::vector<Option> filter_options(DestinationConfig& destination)
{
    return {
        Option::choice<Severity>("severity", destination.least_severity,
            {{"info", Severity::info}, {"warning", Severity::warning},
                {"critical", Severity::critical}},
            "Nothing less severe goes here."),
        Option::list_of<Occasion>("events", destination.events, &parse_occasion,
            "fired|reminder|recovered|info", "What goes here. The default is all of them."),
        Option::list("sources", destination.sources,
            "Programs whose alerts go here, as patterns: hive-chart, hive-*. The default is all."),
        Option::list("keys", destination.keys,
            "Keys of alerts that go here, as patterns: service:hive-sync. The default is all."),
        Option::seconds("reminder", destination.reminder, {0, 2'592'000},
            "An alert nobody has acknowledged is sent again after this; 0 for never."),
        Option::number("rate", destination.rate, {1, 1000},
            "Messages in an hour. What is above waits, and the last message of the hour holds "
            "all that wait."),
    };
}

bool is_local(const std::string& server)
{
    return std::ranges::any_of(std::vector<std::string> {"//localhost", "//127.", "//[::1]"},
        [&server](const std::string& host) { return server.contains(host); });
}

/// A password would cross the network for all to read.
bool exposes_password(const DestinationConfig& destination)
{
    return !destination.mail_user.empty() && destination.starttls != StartTls::required
        && std::ranges::any_of(destination.mail_servers, [](const std::string& server) {
               return server.starts_with("smtp://") && !is_local(server);
           });
}

}  // namespace

std::vector<Option> alert_options(AlertConfig& config)
{
    return {
        Option::text("user", config.user,
            "User that hive-notify, which sends the messages, runs as. A supervisor that is not "
            "root switches no user."),
        Option::list_of<std::string>("service_events", config.service_events, &parse_service_event,
            "names",
            "Events of services that are alerts: exited, backoff, misconfigured, degraded, probe, "
            "unstable. The default is all of them."),
        Option::seconds("recovered_after", config.recovered_after, {0, 3600},
            "A service has recovered when it has served this long."),
        Option::seconds("info_interval", config.info_interval, {0, 86'400},
            "A mere notice of the same key within this time is not sent again."),
        Option::seconds("timeout", config.timeout, {1, 600},
            "A message that was not delivered by then is tried again later."),
        Option::milliseconds("retry_delay", config.retry.initial, {1, 3'600'000},
            "Wait before a message is tried the second time; it doubles with each further try."),
        Option::milliseconds("retry_delay_max", config.retry.cap, {1, 86'400'000},
            "The longest wait before a message is tried again."),
        Option::number("kept", config.kept, {10, 100'000},
            "Alerts that are over are remembered up to this number."),
    };
}

std::vector<Option> destination_options(DestinationConfig& destination)
{
    auto options = mail_options(destination);
    std::vector<Option> others {
        Option::parsed<std::string>("webhook", destination.webhook, &parse_webhook, "URL", "",
            "URL every message is posted to as a JSON object."),
        Option::text("webhook_file", destination.webhook_file,
            "File with such a URL in its first line, where the URL itself is a secret; only its "
            "owner may be able to read it."),
        Option::text("token_file", destination.token_file,
            "File with a token, sent to the URL as Authorization: Bearer."),
        Option::parsed<Command>("exec", destination.exec, &parse_command, "program arguments", "",
            "Program, run without a shell as the user of hive-notify, that gets every message as "
            "a JSON object on standard input and as HIVE_ALERT_* in its environment."),
        Option::text("ca_file", destination.ca_file,
            "Certificates that vouch for the server, in place of the system's."),
    };
    std::ranges::move(others, std::back_inserter(options));
    std::ranges::move(filter_options(destination), std::back_inserter(options));
    return options;
}

std::vector<Mistake> check_destinations(const std::list<DestinationConfig>& destinations)
{
    std::vector<Mistake> mistakes;
    for (const auto& destination : destinations) {
        const auto section = "alert " + destination.name;
        if (!is_plain_name(destination.name))
            mistakes.push_back({section, "",
                "a destination is named with at most 32 small letters, digits and '-'"});
        const auto ways = int {!destination.mail.empty()} + int {!destination.webhook.empty()}
            + int {!destination.webhook_file.empty()} + int {!destination.exec.words.empty()};
        if (ways != 1)
            mistakes.push_back(
                {section, "", "needs one of mail, webhook, webhook_file and exec, and only one"});
        if (exposes_password(destination))
            mistakes.push_back({section, "starttls",
                "the password would be sent unencrypted; use starttls = required"});
        if (destination.mail_user.empty() != destination.mail_password_file.empty())
            mistakes.push_back(
                {section, "mail_user", "mail_user and mail_password_file belong together"});
    }
    return mistakes;
}

}  // namespace hive
