#include "daemons/proxy/response_head.h"

#include "daemons/proxy/field_rules.h"
#include "lib/result.h"

namespace hive {

namespace {

/// RFC 9112, 4: HTTP-version SP 3DIGIT SP [reason]; llhttp is looser.
Judged<int> check_status_line(const ParsedHead& head)
{
    const auto line = head.first_line;
    const auto minor = minor_version(line.substr(0, line.find(' ')));
    if (!minor)
        return refuse(502, "the upstream's HTTP version is not served");
    constexpr std::size_t status_at = 9;
    constexpr std::size_t status_end = 12;
    const bool has_end
        = line.size() == status_end || (line.size() > status_end && line[status_end] == ' ');
    if (!has_end || !parse_decimal(line.substr(status_at, status_end - status_at)))
        return refuse(502, "the upstream's status line is malformed");
    if (head.status < 100 || head.status > 599)
        return refuse(502, "the upstream's status is not valid");
    return *minor;
}

Judged<> check_switch(const ResponseHead& head, std::string_view upgrade)
{
    if (!head.is_switch())
        return {};
    const auto field = find_single(head.fields, "upgrade", "Upgrade is given twice");
    const bool is_asked = !upgrade.empty() && field && *field != nullptr
        && equal_ignoring_case((*field)->value, upgrade);
    if (!is_asked)
        return refuse(502, "the upstream changed protocol unasked");
    return {};
}

/// RFC 9112, 6.3.
BodyFraming response_framing(BodyFraming given, int status, std::string_view method)
{
    if (method == "HEAD" || status < 200 || status == 204 || status == 304)
        return {};
    if (given.kind == BodyFraming::Kind::none)
        return {.kind = BodyFraming::Kind::until_close};
    return given;
}

}  // namespace

Judged<ResponseHead> parse_response_head(
    std::string_view bytes, std::string_view method, std::string_view upgrade)
{
    auto parsed = parse_head(MessageKind::response, bytes);
    if (!parsed)
        return refuse(502, "the upstream's answer is malformed");
    ResponseHead head;
    head.status = parsed->status;
    head.minor_version = TRY(check_status_line(*parsed));
    head.fields = std::move(parsed->fields);
    TRY(check_switch(head, upgrade));
    const auto given = explicit_framing(head.fields, head.minor_version);
    if (!given)
        return refuse(502, "the upstream's answer has no clear end");
    head.body = response_framing(*given, head.status, method);
    head.keeps_alive = keeps_connection(head.fields, head.minor_version)
        && head.body.kind != BodyFraming::Kind::until_close;
    return head;
}

}  // namespace hive
