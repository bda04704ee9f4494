#include "daemons/proxy/config.h"

#include <algorithm>
#include <iterator>

namespace hive {

namespace {

std::vector<Option> log_options(ProxyConfig& config)
{
    return {
        Option::text("access_log", config.access_log,
            "File of one line a request; a relative name lies in the log directory."),
        Option::choice("access_log_format", config.access_log_format,
            {{"simple", AccessFormat::simple}, {"detailed", AccessFormat::detailed},
                {"json", AccessFormat::json}},
            "simple: requests are not logged; detailed: the combined format with the "
            "milliseconds taken; json: one object a line."),
        Option::text("error_log", config.error_log,
            "File of failed logins, in the form of nginx; a relative name lies in the log "
            "directory."),
    };
}

std::vector<Option> limit_options(ProxyConfig& config)
{
    return {
        Option::number("max_connections", config.max_connections, {1, 1000000},
            "Most clients connected; further ones are answered 503."),
        Option::number("max_connections_per_address", config.max_connections_per_address,
            {1, 1000000},
            "Most connections of one client address (of one /64 with IPv6); further ones are "
            "answered 429."),
        Option::bytes("max_head", config.max_head, {1 << 10, 60 << 10},
            "Largest request line and fields together; more is answered 431."),
        Option::bytes("max_body", config.max_body, {1 << 10, std::int64_t {1} << 40},
            "Largest request body; more is answered 413."),
        Option::seconds("head_timeout", config.head_timeout, {1, 3600},
            "Time for a client to send the whole head of a request."),
        Option::seconds("idle_timeout", config.idle_timeout, {1, 86400},
            "A connection on which nothing moves for this long is closed."),
        Option::seconds("connect_timeout", config.connect_timeout, {1, 3600},
            "Time to get a connection to an upstream; then 504."),
        Option::seconds("response_timeout", config.response_timeout, {1, 86400},
            "Time for an upstream to begin its answer; then 504."),
        Option::seconds("drain_timeout", config.drain_timeout, {1, 3600},
            "Time for running requests to finish when the daemon stops."),
    };
}

Result<std::optional<Endpoint>> parse_tls_endpoint(std::string_view text)
{
    return TRY(parse_endpoint(text));
}

std::vector<Option> tls_options(ProxyConfig& config)
{
    return {
        Option::parsed("listen_tls", config.listen_tls, &parse_tls_endpoint, "endpoint", "",
            "Where to accept clients by TLS 1.2 and 1.3 when no socket named https is "
            "inherited; needs a [certificate NAME] section."),
        Option::flag("redirect_to_tls", config.redirect_to_tls,
            "Sends clients that come without TLS to the same page with it, but for "
            "acme_directory and locations with plain = yes."),
        Option::seconds("hsts", config.hsts, {0, 63072000},
            "How long browsers shall come by TLS only (RFC 6797), told to clients with TLS; 0 "
            "tells nothing."),
        Option::text("acme_directory", config.acme_directory,
            "Directory whose files are served to everyone below /.well-known/acme-challenge/ "
            "(RFC 8555), with and without TLS."),
    };
}

std::vector<Option> certificate_options(CertificateConfig& certificate)
{
    return {
        Option::text("certificate", certificate.certificate,
            "PEM file of the certificate and its chain; a relative name lies in the "
            "configuration directory.")
            .required(),
        Option::text("key", certificate.key,
            "PEM file of the private key; a credential of that name given by the supervisor, "
            "else a file like certificate.")
            .required(),
    };
}

std::vector<Option> proxy_options(ProxyConfig& config)
{
    std::vector<Option> options {
        Option::parsed("listen", config.listen, &parse_endpoint, "endpoint", "*:80",
            "Where to accept clients when no socket named http is inherited."),
        Option::number("threads", config.threads, {0, 256}, "Event loops; 0 is one per core."),
        Option::text("users", config.users,
            "File of users and password hashes (htpasswd), read again when it changes; a "
            "relative name lies in the configuration directory."),
        Option::text("groups", config.groups, "File of groups, lines of 'group: user user'."),
        Option::seconds("credential_ttl", config.credential_ttl, {1, 86400},
            "How long a password that was right once is not hashed again."),
    };
    std::ranges::move(tls_options(config), std::back_inserter(options));
    std::ranges::move(log_options(config), std::back_inserter(options));
    std::ranges::move(limit_options(config), std::back_inserter(options));
    return options;
}

std::vector<Mistake> check(const ProxyConfig& config)
{
    std::vector<Mistake> mistakes;
    const auto complain = [&](std::string option, std::string message) {
        mistakes.push_back(
            {.section = "proxy", .option = std::move(option), .message = std::move(message)});
    };
    if (config.listen_tls && config.certificates.empty())
        complain("listen_tls", "a [certificate NAME] section is needed");
    if (config.redirect_to_tls && !config.listen_tls)
        complain("redirect_to_tls", "listen_tls is needed");
    if (!config.acme_directory.empty() && !config.acme_directory.starts_with('/'))
        complain("acme_directory", "an absolute path is needed");
    for (const auto& location : config.locations)
        if (auto message = location_mistake(location); !message.empty())
            mistakes.push_back(
                {.section = "location " + location.name, .message = std::move(message)});
    return mistakes;
}

}  // namespace

Schema schema(ProxyConfig& config)
{
    return {.sections = {Section::plain("proxy", "How clients are served.", proxy_options(config)),
                Section::named<CertificateConfig>("certificate", "NAME",
                    "A certificate for listen_tls. Clients that ask for a host it names get it, "
                    "others the first one; it is read again when its files change.",
                    config.certificates, &certificate_options),
                Section::named<LocationConfig>("location", "PREFIX",
                    "What serves the paths below a prefix; the longest prefix wins, and a file "
                    "without any location serves /, /app/, /monit/ and /healthcheck.",
                    config.locations, &location_options)},
        .check = [&config] { return check(config); }};
}

}  // namespace hive
