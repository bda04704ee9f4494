#include "lib/network_probe.h"

#include <algorithm>
#include <array>
#include <utility>

#include <regex.h>

#include "lib/address.h"
#include "lib/number.h"

namespace hive {
namespace {

constexpr std::size_t most_words = 64;
constexpr std::size_t longest_word = 1024;

struct Kind {
    std::string_view name;
    ProbeProtocol protocol;
    std::uint16_t port;  // when the endpoint names none
};
constexpr std::array kinds {Kind {"http", ProbeProtocol::http, 80},
    Kind {"https", ProbeProtocol::https, 443}, Kind {"tcp", ProbeProtocol::tcp, 0},
    Kind {"tls", ProbeProtocol::tls, 443}, Kind {"unix", ProbeProtocol::tcp, 0},
    Kind {"mysql", ProbeProtocol::mysql, 3306}, Kind {"dns", ProbeProtocol::dns, 53}};

struct RecordType {
    std::string_view name;
    std::uint16_t number;
};
constexpr std::array record_types {RecordType {"A", 1}, RecordType {"NS", 2},
    RecordType {"CNAME", 5}, RecordType {"MX", 15}, RecordType {"TXT", 16},
    RecordType {"AAAA", 28}};

bool is_host_name(std::string_view text)
{
    constexpr std::size_t most = 253;
    return !text.empty() && text.size() <= most && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || c == '-' || c == '.' || c == '_';
    });
}

Result<> read_unix_path(std::string_view text, NetworkProbe& probe)
{
    probe.unix_path = TRY(parse_endpoint("unix:" + std::string {text})).unix_path;
    return {};
}

struct HostPort {
    std::string_view host;
    std::string_view port;  // with its ':'; "" when there is none
};

Result<HostPort> split_endpoint(std::string_view text)
{
    if (!text.starts_with('[')) {
        const auto colon = std::min(text.find(':'), text.size());
        return HostPort {.host = text.substr(0, colon), .port = text.substr(colon)};
    }
    const auto end = text.find(']');
    if (end == std::string_view::npos)
        return fail("'{}' lacks its ']'", text);
    return HostPort {.host = text.substr(1, end - 1), .port = text.substr(end + 1)};
}

/// HOST:PORT, [ADDRESS]:PORT, unix:PATH; without a port that of the protocol.
Result<> read_endpoint(std::string_view text, std::uint16_t port, NetworkProbe& probe)
{
    constexpr std::string_view unix = "unix:";
    if (text.starts_with(unix) && probe.protocol != ProbeProtocol::dns)
        return read_unix_path(text.substr(unix.size()), probe);
    const auto [host, rest] = TRY(split_endpoint(text));
    probe.host = host;
    const bool is_host
        = text.starts_with('[') ? Address::parse(host).has_value() : is_host_name(host);
    if (!is_host || (!rest.empty() && rest.front() != ':'))
        return fail("'{}' is not HOST:PORT, [ADDRESS]:PORT or unix:PATH", text);
    const auto named
        = rest.empty() ? std::optional {port} : number_of<std::uint16_t>(rest.substr(1));
    if (!named)
        return fail("'{}' is not a port", rest.substr(1));
    if (*named == 0)
        return fail("'{}' names no port", text);
    probe.port = *named;
    return {};
}

/// regcomp(3) writes out what '+' and {n,m} repeat: nested, they would take all memory and time.
bool repeats_too_much(std::string_view expression)
{
    constexpr auto most = 4;
    constexpr std::string_view operators = "+*?";
    for (std::size_t i = 1; i < expression.size(); ++i)
        if (operators.contains(expression[i]) && operators.contains(expression[i - 1]))
            return true;
    return expression.contains('{') || std::ranges::count(expression, '+') > most;
}

Result<std::string> parse_expression(std::string_view text)
{
    std::string expression {text};
    if (repeats_too_much(expression))
        return fail("'{}' has a counted or a repeated repetition, or more than four '+'", text);
    regex_t compiled;
    if (expression.contains('\0') || expression.empty()
        || ::regcomp(&compiled, expression.c_str(), REG_EXTENDED | REG_NOSUB) != 0)
        return fail("'{}' is not an extended regular expression", text);
    ::regfree(&compiled);
    return expression;
}

/// @return the byte an escape stands for; `rest` then begins behind it
Result<char> take_escape(std::string_view& rest)
{
    constexpr std::string_view letters = "rnt0\\";
    constexpr std::string_view bytes {"\r\n\t\0\\", 5};
    if (const auto at = rest.empty() ? std::string_view::npos : letters.find(rest.front());
        at != std::string_view::npos) {
        rest.remove_prefix(1);
        return bytes[at];
    }
    constexpr std::size_t length = 3;  // xHH
    const auto byte = rest.size() < length || rest.front() != 'x'
        ? std::nullopt
        : number_of<unsigned char>(rest.substr(1, length - 1), 16);
    if (!byte)
        return fail("after a backslash stands r, n, t, 0, \\ or xHH");
    rest.remove_prefix(length);
    return static_cast<char>(*byte);
}

Result<std::string> unescaped(std::string_view text)
{
    std::string bytes;
    while (!text.empty()) {
        const char c = text.front();
        text.remove_prefix(1);
        bytes += c == '\\' ? TRY(take_escape(text)) : c;
    }
    return bytes;
}

Result<> read_status(std::string_view text, NetworkProbe& probe)
{
    const auto dash = text.find('-');
    const auto least = number_within<int>(text.substr(0, dash), 100, 999);
    const auto most = dash == std::string_view::npos
        ? least
        : number_within<int>(text.substr(dash + 1), 100, 999);
    if (!least || !most || *least > *most)
        return fail("'{}' is not a status like 200 or 200-399", text);
    probe.least_status = *least;
    probe.most_status = *most;
    return {};
}

Result<> read_http_option(std::string_view name, std::string_view value, NetworkProbe& probe)
{
    if (name == "status")
        return read_status(value, probe);
    if (name == "body" || name == "header") {
        (name == "body" ? probe.body : probe.header) = TRY(parse_expression(value));
        return {};
    }
    if (name != "host" || !is_host_name(value))
        return fail("'{}={}' means nothing here", name, value);
    probe.virtual_host = value;
    return {};
}

Result<> read_turn(std::string_view name, std::string_view value, NetworkProbe& probe)
{
    using Turn = NetworkProbe::Turn;
    if (name == "send")
        probe.turns.push_back({Turn::Kind::send, TRY(unescaped(value))});
    else if (name == "expect")
        probe.turns.push_back({Turn::Kind::expect, TRY(parse_expression(value))});
    else if (name == "host" && is_host_name(value))
        probe.virtual_host = value;
    else
        return fail("'{}={}' means nothing here", name, value);
    return {};
}

Result<> read_dns_option(std::string_view name, std::string_view value, NetworkProbe& probe)
{
    if (name == "expect") {
        probe.answer = TRY(parse_expression(value));
        return {};
    }
    const auto* const type = std::ranges::find(record_types, value, &RecordType::name);
    if (name != "type" || type == record_types.end())
        return fail("'{}={}' means nothing here", name, value);
    probe.record_type = type->number;
    return {};
}

Result<> read_option(const std::string& word, NetworkProbe& probe)
{
    const auto equals = word.find('=');
    if (equals == std::string::npos)
        return fail("'{}' is not NAME=VALUE", word);
    const auto name = std::string_view {word}.substr(0, equals);
    const auto value = std::string_view {word}.substr(equals + 1);
    const bool is_tls
        = probe.protocol == ProbeProtocol::https || probe.protocol == ProbeProtocol::tls;
    if (is_tls && name == "verify" && (value == "yes" || value == "no")) {
        probe.verifies = value == "yes";
        return {};
    }
    switch (probe.protocol) {
    case ProbeProtocol::http:
    case ProbeProtocol::https: return read_http_option(name, value, probe);
    case ProbeProtocol::tcp:
    case ProbeProtocol::tls: return read_turn(name, value, probe);
    case ProbeProtocol::dns: return read_dns_option(name, value, probe);
    case ProbeProtocol::mysql: break;
    }
    return fail("'{}' means nothing here", word);
}

/// The word after the endpoint that some protocols need. @return how many words it takes
Result<std::size_t> read_object(std::span<const std::string> words, NetworkProbe& probe)
{
    const bool is_http
        = probe.protocol == ProbeProtocol::http || probe.protocol == ProbeProtocol::https;
    if (!is_http && probe.protocol != ProbeProtocol::dns)
        return 0;
    if (words.empty())
        return fail("{} is missing", is_http ? "the path" : "the name to ask for");
    const auto& word = words.front();
    const bool is_plain = std::ranges::all_of(word, [](char c) { return c > ' ' && c < 0x7f; });
    if (is_http && (!word.starts_with('/') || !is_plain))
        return fail("path '{}' does not begin with '/'", word);
    if (!is_http && !is_host_name(word))
        return fail("'{}' is not a name", word);
    (is_http ? probe.path : probe.name) = word;
    return 1;
}

}  // namespace

bool is_network_probe(std::string_view kind)
{
    return std::ranges::find(kinds, kind, &Kind::name) != kinds.end();
}

Result<NetworkProbe> parse_network_probe(std::span<const std::string> words)
{
    constexpr std::size_t least = 2;
    if (words.size() < least || words.size() > most_words
        || std::ranges::any_of(words, [](const auto& word) { return word.size() > longest_word; }))
        return fail("a probe is a protocol, an endpoint and at most 62 short words");
    const auto* const kind = std::ranges::find(kinds, words[0], &Kind::name);
    if (kind == kinds.end())
        return fail("'{}' is none of http, https, tcp, tls, unix, mysql and dns", words[0]);
    NetworkProbe probe {.protocol = kind->protocol};
    if (kind->name == "unix")
        TRY(read_unix_path(words[1], probe));
    else
        TRY(read_endpoint(words[1], kind->port, probe));
    const auto taken = TRY(read_object(words.subspan(least), probe));
    for (const auto& word : words.subspan(least + taken))
        TRY(read_option(word, probe));
    return probe;
}

}  // namespace hive
