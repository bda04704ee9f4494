#include "daemons/proxy/request_head.h"

#include <algorithm>
#include <array>
#include <utility>

#include "daemons/proxy/field_rules.h"
#include "daemons/proxy/field_scope.h"
#include "daemons/proxy/request_target.h"
#include "lib/result.h"

namespace hive {

namespace {

bool is_name_byte(char character)
{
    const bool is_letter
        = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    return is_letter || (character >= '0' && character <= '9')
        || std::string_view {"-._~%!$&'()*+,;="}.contains(character);
}

/// Registered name or address and port (RFC 9110, 7.2); no user, path or blank.
bool is_host(std::string_view host)
{
    const bool is_bracketed = host.starts_with('[');
    const auto name_end = is_bracketed ? host.find(']') : std::min(host.find(':'), host.size());
    if (name_end == std::string_view::npos)
        return false;
    const auto name = host.substr(is_bracketed ? 1 : 0, name_end - (is_bracketed ? 1 : 0));
    const auto port = host.substr(name_end + (is_bracketed ? 1 : 0));
    const bool is_sound_name = std::ranges::all_of(name, [&](char character) {
        return is_name_byte(character) || (is_bracketed && character == ':');
    });
    // A port may be empty, and then has its colon all the same (RFC 3986, 3.2.3).
    return is_sound_name
        && (port.empty()
            || (port.starts_with(':') && (port.size() == 1 || is_port(port.substr(1)))));
}

/// The request line is exactly METHOD SP TARGET SP VERSION: llhttp skips more blanks.
Judged<int> check_request_line(const ParsedHead& head)
{
    const auto line = head.first_line;
    const auto version = line.substr(line.rfind(' ') + 1);
    const auto minor = minor_version(version);
    if (!minor)
        return refuse(505, "only HTTP/1.1 and HTTP/1.0 are served here");
    if (line.size() != head.method.size() + head.target.size() + version.size() + 2)
        return refuse(400, "the request line is malformed");
    return *minor;
}

Judged<> check_method(std::string_view method)
{
    // CONNECT and TRACE are not for a gateway; PRI and SOURCE belong to other protocols.
    constexpr std::array<std::string_view, 4> refused {"CONNECT", "TRACE", "PRI", "SOURCE"};
    if (std::ranges::find(refused, method) != refused.end())
        return refuse(501, "this method is not served here");
    return {};
}

Judged<std::string_view> find_host(const Fields& fields, int minor_version)
{
    const auto* const host = TRY(find_single(fields, "host", "Host is given twice"));
    if (host == nullptr) {
        if (minor_version == 1)
            return refuse(400, "Host is missing");
        return std::string_view {};
    }
    if (!is_host(host->value))
        return refuse(400, "Host is not a host");
    return host->value;
}

/// The host of the target counts more than the field (RFC 9112, 3.2.2).
Judged<std::string_view> choose_host(std::string_view authority, std::string_view field)
{
    if (authority.empty())
        return field;
    if (!is_host(authority))
        return refuse(400, "the request target has no valid host");
    return authority;
}

/// Each name is compared with each field.
Judged<> check_nominated(const Fields& fields)
{
    if (NominatedFields {fields}.names().size() > max_fields)
        return refuse(400, "Connection names too many fields");
    return {};
}

Judged<bool> find_expectation(const Fields& fields, int minor_version)
{
    const auto* const expect = find_field(fields, "expect");
    if (expect == nullptr || minor_version == 0)
        return false;
    if (!equal_ignoring_case(expect->value, "100-continue"))
        return refuse(417, "the only expectation met here is 100-continue");
    return true;
}

/// Max-Forwards counts for TRACE, which is not served, and OPTIONS (RFC 9110, 7.6.2).
Judged<std::optional<std::uint64_t>> find_forwards_left(const RequestHead& head)
{
    if (head.method != "OPTIONS")
        return std::nullopt;
    const auto* const field
        = TRY(find_single(head.fields, "max-forwards", "Max-Forwards is given twice"));
    if (field == nullptr)
        return std::nullopt;
    const auto left = parse_decimal(field->value);
    if (!left)
        return refuse(400, "Max-Forwards is not a number");
    return left;
}

/// A single protocol, asked for by a request without a body; else the wish is not passed on
/// (RFC 9110, 7.8). HTTP/2 would be a way around every check made here.
std::string_view find_upgrade(const RequestHead& head)
{
    const auto field = find_single(head.fields, "upgrade", "Upgrade is given twice");
    const bool is_asked = field && *field != nullptr && head.minor_version == 1
        && head.body.kind == BodyFraming::Kind::none && head.method == "GET"
        && names_word(head.fields, "connection", "upgrade");
    if (!is_asked)
        return {};
    const auto protocol = (*field)->value;
    const bool is_single = !protocol.empty() && !protocol.contains(',') && !protocol.contains(' ');
    return is_single && !equal_ignoring_case(protocol, "h2c") ? protocol : std::string_view {};
}

}  // namespace

bool RequestHead::is_idempotent() const
{
    constexpr std::array<std::string_view, 5> methods {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"};
    return std::ranges::find(methods, method) != methods.end();
}

Judged<RequestHead> parse_request_head(std::string_view bytes)
{
    auto parsed = parse_head(MessageKind::request, bytes);
    if (!parsed)
        return refuse(400, "the request is malformed");
    RequestHead head;
    head.line = parsed->first_line;
    head.method = parsed->method;
    head.minor_version = TRY(check_request_line(*parsed));
    TRY(check_method(head.method));
    head.fields = std::move(parsed->fields);
    TRY(check_nominated(head.fields));
    const auto host = TRY(find_host(head.fields, head.minor_version));
    auto target = TRY(parse_request_target(parsed->target, head.method));
    head.host = TRY(choose_host(target.authority, host));
    head.path = std::move(target.path);
    head.query = target.query;
    head.body = TRY(explicit_framing(head.fields, head.minor_version));
    head.keeps_alive = keeps_connection(head.fields, head.minor_version);
    head.expects_continue = TRY(find_expectation(head.fields, head.minor_version));
    head.forwards_left = TRY(find_forwards_left(head));
    head.upgrade = find_upgrade(head);
    return head;
}

}  // namespace hive
