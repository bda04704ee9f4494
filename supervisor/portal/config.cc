#include "supervisor/portal/config.h"

#include "lib/paths.h"

namespace hive {
namespace {

constexpr std::uint16_t portal_port = 2812;
constexpr std::int64_t week = 604'800;  // seconds

}  // namespace

std::vector<Endpoint> loopback_endpoints()
{
    std::vector<Endpoint> endpoints;
    for (const auto* text : {"127.0.0.1", "::1"})
        endpoints.push_back({.address = Address::parse(text).value(), .port = portal_port});
    return endpoints;
}

Endpoint proxied_endpoint()
{
    return {.unix_path = runtime_path("portal-http.sock")};
}

Schema schema(PortalConfig& config)
{
    std::vector<Option> options {
        Option::list_of("listen", config.listen, &parse_endpoint, "endpoints",
            "Where to accept browsers, when no socket called http is inherited; 127.0.0.1:2812 and "
            "[::1]:2812 unless set. Whoever comes here signs in; forwarding headers are not "
            "believed."),
        Option::parsed("proxied", config.proxied, &parse_endpoint, "endpoint",
            "unix:portal-http.sock",
            "Where to accept hive-proxy, when no socket called proxied is inherited. The user it "
            "names is believed on a Unix socket only."),
        Option::text("certificate", config.certificate,
            "PEM file of a certificate, followed by those that vouch for it. With it and key the "
            "browsers above are served over TLS and not without; hive-proxy comes as before. Both "
            "are read again when one changes. A relative path lies in the configuration "
            "directory."),
        Option::text("key", config.key,
            "PEM file of the certificate's key, or the name of a credential of this service."),
        Option::text("pages", config.pages, "Directory of the style and the script of the pages."),
        Option::text("users", config.users,
            "The users and their passwords, as htpasswd(1) writes them; read again when it "
            "changes. A relative path lies in the configuration directory."),
        Option::text("groups", config.groups,
            "Who belongs to which group, in lines like 'admin: ann bob'. Members of admin may "
            "start, stop and restart services."),
        Option::text("metrics_token", config.metrics_token,
            "File whose first line, at least 16 characters, opens /metrics as 'Authorization: "
            "Bearer'; readable by its owner alone. A credential called metrics-token goes first. "
            "Without either only those who sign in may read /metrics."),
        Option::seconds("session_idle", config.session_idle, {60, week},
            "A session nobody uses for this long is over. An open page uses it."),
        Option::seconds("session_length", config.session_length, {60, week},
            "A session is over after this long in any case."),
        Option::number("lockout_tries", config.lockout_tries, {1, 100},
            "So many wrong passwords from one address, or for one name, lock it out."),
        Option::seconds("lockout_time", config.lockout_time, {1, 86400},
            "How long a lockout lasts, and how long a wrong password counts."),
    };
    return {.sections = {Section::plain("portal", "The watchdog's pages.", std::move(options))},
        .check = [&config] {
            std::vector<Mistake> mistakes;
            if (config.session_idle > config.session_length)
                mistakes.push_back({"portal", "session_idle", "longer than session_length"});
            if (config.certificate.empty() != config.key.empty())
                mistakes.push_back({"portal", config.key.empty() ? "certificate" : "key",
                    "certificate and key belong together"});
            return mistakes;
        }};
}

}  // namespace hive
