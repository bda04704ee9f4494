#include "daemons/proxy/config.h"

#include <algorithm>
#include <iterator>

#include "daemons/proxy/limit_options.h"

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
        Option::bytes("log_size", config.log_size, {0, std::int64_t {1} << 40},
            "A log file that grew to this size is renamed to NAME.1, and older ones one further; 0 "
            "leaves that to others."),
        Option::number("log_keep", config.log_keep, {1, 100}, "How many renamed files are kept."),
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
        Option::list_of("trusted_proxies", config.trusted_proxies, &Network::parse, "networks",
            "Proxies in front of this one, whose X-Forwarded-For and X-Forwarded-Proto are "
            "believed: the client is the last address there that is no such proxy."),
        Option::list_of("proxy_protocol", config.proxy_protocol, &Network::parse, "networks",
            "Load balancers whose connections begin with a PROXY header, version 1 or 2, that "
            "names the client."),
    };
    std::ranges::move(tls_options(config), std::back_inserter(options));
    std::ranges::move(log_options(config), std::back_inserter(options));
    std::ranges::move(limit_options(config), std::back_inserter(options));
    return options;
}

std::vector<Mistake> missing_upstreams(const ProxyConfig& config)
{
    std::vector<Mistake> mistakes;
    for (const auto& location : config.locations)
        if (!location.upstream.empty()
            && std::ranges::find(config.upstreams, location.upstream, &UpstreamConfig::name)
                == config.upstreams.end())
            mistakes.push_back({.section = "location " + location.name,
                .option = "upstream",
                .message = fmt::format("there is no [upstream {}]", location.upstream)});
    return mistakes;
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
    for (const auto& upstream : config.upstreams)
        if (auto message = upstream_mistake(upstream); !message.empty())
            mistakes.push_back(
                {.section = "upstream " + upstream.name, .message = std::move(message)});
    std::ranges::move(missing_upstreams(config), std::back_inserter(mistakes));
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
                Section::named<UpstreamConfig>("upstream", "NAME",
                    "Servers that share the requests of the locations naming them.",
                    config.upstreams, &upstream_options),
                Section::named<LocationConfig>("location", "PREFIX",
                    "What serves the paths below a prefix; the longest prefix wins, and a file "
                    "without any location serves /, /app/, /monit/ and /healthcheck.",
                    config.locations, &location_options)},
        .check = [&config] { return check(config); }};
}

}  // namespace hive
