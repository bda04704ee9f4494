#include "lib/request_traits.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace hive {
namespace {

constexpr auto assets = std::to_array<std::string_view>(
    {"avif", "bmp", "css", "eot", "gif", "ico", "jpeg", "jpg", "js", "map", "mjs", "mp3", "mp4",
        "otf", "png", "svg", "ttf", "wasm", "webm", "webmanifest", "webp", "woff", "woff2"});

/// Parts of paths that no page links to.
constexpr auto probes
    = std::to_array<std::string_view>({"/.git", "/.svn", "/.hg", "/.env", "/.ht", "/.aws", "/.ssh",
        "/.bash", "/.ds_store", "/.idea", "/.vscode", "/.npmrc", "/.passwd", "/.mysql", "/.config",
        "/cgi-bin/", "/phpmyadmin", "/pma/", "/myadmin", "/adminer", "/phpinfo", "/server-status",
        "/server-info", "/manager/html", "/actuator", "/jmx-console", "/web-console", "/invoker/",
        "/vendor/phpunit", "/solr/admin", "/hnap1", "/boaform", "/gponform", "/etc/", "/id_rsa",
        "/wp-config", "/web.config", "/config.php", "/configuration.php", "/database.", "/backup.",
        "/dump.", "/trace.axd", "/elmah.axd", "/console/", "/shell", "/c99", "/r57", "/webshell",
        "/crossdomain.xml", "/clientaccesspolicy.xml", "/wwwroot", "/localstart.asp", "/iisadmin",
        "/_vti_", "/nagios", "/cacti", "/axis2", "/struts", "/debug/", "/telescope", "/_ignition"});

constexpr auto probe_ends
    = std::to_array<std::string_view>({"/backup", "/backup/", "/backups/", ".bak", ".old", ".orig",
        ".save", ".swp", ".sql", ".tmp", ".inc", ".backup", ".copy", ".log", ".mdb", "~", ".tar",
        ".tar.gz", ".tgz", ".rar", ".7z", ".cfg", ".conf", ".ini", ".pem", ".key"});

constexpr auto tools = std::to_array<std::string_view>({"sqlmap", "nikto", "nmap", "gobuster",
    "dirbuster", "dirb", "wfuzz", "ffuf", "fuzz faster", "feroxbuster", "hydra", "masscan", "zgrab",
    "nuclei", "acunetix", "netsparker", "invicti", "nessus", "openvas", "w3af", "arachni",
    "whatweb", "wpscan", "skipfish", "havij", "jaeles", "burp", "owasp", "zaproxy", "commix",
    "medusa", "slowhttptest", "hping", "goldeneye", "appscan", "webinspect", "qualys", "vega/",
    "grabber", "metasploit", "paros", "webshag", "joomscan", "droopescan", "cmsmap", "fimap",
    "xsser", "brutus", "httprint", "morfeus", "zmeu", "jorgee", "dirsearch"});

/// The IANA's registry of methods without TRACE and those that have their own kind.
constexpr auto file_methods = std::to_array<std::string_view>({"PUT", "DELETE", "PATCH", "PROPFIND",
    "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "REPORT", "SEARCH", "ACL",
    "BASELINE-CONTROL", "BIND", "CHECKIN", "CHECKOUT", "LABEL", "LINK", "MERGE", "MKACTIVITY",
    "MKCALENDAR", "MKREDIRECTREF", "MKWORKSPACE", "ORDERPATCH", "QUERY", "REBIND", "UNBIND",
    "UNCHECKOUT", "UNLINK", "UPDATE", "UPDATEREDIRECTREF", "VERSION-CONTROL"});

RequestTraits::Method method_of(std::string_view method)
{
    using enum RequestTraits::Method;
    if (method == "GET")
        return get;
    if (method == "HEAD")
        return head;
    if (method == "POST")
        return post;
    if (method == "OPTIONS" || method == "CONNECT")
        return other;
    return std::ranges::find(file_methods, method) != file_methods.end() ? file : odd;
}

/// FNV-1a; only spreads, an attacker who makes two paths collide counts less for himself.
std::uint32_t hash_of(std::string_view text)
{
    std::uint32_t hash = 2166136261U;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return hash ^ hash >> 15U;
}

std::string lowered(std::string_view text, std::size_t most)
{
    std::string lower {text.substr(0, most)};
    std::ranges::transform(lower, lower.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return lower;
}

bool is_asset(std::string_view path)
{
    const auto dot = path.rfind('.');
    return dot != std::string_view::npos && path.size() - dot <= 12
        && std::ranges::find(assets, path.substr(dot + 1)) != assets.end();
}

bool is_probe(std::string_view path)
{
    return std::ranges::any_of(probes, [path](auto word) { return path.contains(word); })
        || std::ranges::any_of(probe_ends, [path](auto end) { return path.ends_with(end); });
}

RequestTraits::Agent agent_of(std::string_view agent)
{
    using enum RequestTraits::Agent;
    if (agent.empty())
        return none;
    const auto lower = lowered(agent, 255);
    const bool is_tool
        = std::ranges::any_of(tools, [&lower](auto name) { return lower.contains(name); });
    return is_tool ? tool : named;
}

bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || std::string_view {"/-_.~?&="}.contains(c);
}

}  // namespace

RequestTraits traits_of(const TrafficEvent& event)
{
    const auto question = std::min(event.target.find('?'), event.target.size());
    const auto path = event.target.substr(0, question);
    const auto lower = lowered(path, max_scanned);
    const auto method = method_of(event.method);
    return {.method = method,
        .agent = agent_of(event.agent),
        .status = event.status,
        .is_asset = is_asset(lower),
        .is_probe = method != RequestTraits::Method::file && is_probe(lower),
        .has_query = question < event.target.size(),
        .has_referer = event.has_referer,
        .is_login_refused = event.is_login_refused,
        .signs = scan_target(event.target),
        .path_hash = hash_of(path),
        .target_hash = hash_of(event.target),
        .agent_hash = hash_of(event.agent),
        .special = static_cast<std::uint16_t>(std::min<std::ptrdiff_t>(
            std::ranges::count_if(event.target, [](char c) { return !is_plain(c); }), 0xffff))};
}

}  // namespace hive
