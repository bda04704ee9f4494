#include "lib/access_log.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "lib/flat_json.h"
#include "lib/number.h"
#include "lib/trim.h"

namespace hive {
namespace {

using std::chrono::microseconds;

constexpr double latest_time = 4e9;  // seconds since 1970: in 2096

std::optional<char> escaped_byte(std::string_view digits)
{
    const auto value = number_of<unsigned char>(digits, 16);
    if (digits.size() != 2 || !value)
        return std::nullopt;
    return static_cast<char>(*value);
}

struct Escape {
    char byte;
    std::size_t length;  // as it is written
};

/// What a backslash and the bytes behind it stand for. @param text begins with both
Escape escape_at(std::string_view text)
{
    if (text[1] != 'x')
        return {text[1], 2};
    if (const auto byte = escaped_byte(text.substr(2, 2)))
        return {*byte, 4};
    return {'\\', 1};
}

/// @return `text` without its escapes; a view into it or into `buffer`
std::string_view restored(std::string_view text, std::string& buffer)
{
    if (!text.contains('\\'))
        return text;
    buffer.clear();
    while (!text.empty()) {
        const bool is_escape = text.front() == '\\' && text.size() > 1;
        const auto [byte, length] = is_escape ? escape_at(text) : Escape {text.front(), 1};
        buffer += byte;
        text.remove_prefix(length);
    }
    return buffer;
}

/// The client as a name or with a port is no address we could act on.
Result<Address> client_of(std::string_view text)
{
    auto address = Address::parse(text);
    if (!address)
        return fail("'{}' is not an address", text.substr(0, 40));
    return *address;
}

Result<int> status_of(std::string_view text)
{
    const auto status = number_within<int>(text, 0, 999);
    if (!status)
        return fail("'{}' is not a status", text.substr(0, 40));
    return *status;
}

Result<std::chrono::sys_time<microseconds>> time_of(std::string_view text)
{
    const auto seconds = number_of<double>(text).value_or(-1);
    const bool is_time = seconds >= 0 && seconds < latest_time;
    if (!is_time)
        return fail("'time' is '{}', not seconds since 1970", text.substr(0, 40));
    return std::chrono::sys_time<microseconds> {
        microseconds {static_cast<std::int64_t>(std::llround(seconds * 1e6))}};
}

/// "GET /a HTTP/1.1"; what is none is all target, without a method.
void set_request(TrafficEvent& event, std::string_view request)
{
    const auto first = request.find(' ');
    const auto last = request.rfind(' ');
    if (first == std::string_view::npos) {
        event.target = request == "-" ? std::string_view {} : request;
        return;
    }
    event.method = request.substr(0, first);
    const bool has_version = last > first && request.substr(last + 1).starts_with("HTTP/");
    event.target
        = request.substr(first + 1, has_version ? last - first - 1 : std::string_view::npos);
}

bool names_something(std::string_view text)
{
    return !text.empty() && text != "-";
}

constexpr auto login_words = std::to_array<std::string_view>({"login", "logon", "signin", "sign-in",
    "sign_in", "auth", "session", "token", "password", "account", "xmlrpc"});

/// A 401 to nobody asks for a login: every session of a file share's client begins with one, and a
/// page whose session is over gets many. Web servers log whom a wrong password was for; forms are
/// posted.
bool is_login_refused(const TrafficEvent& event)
{
    if (event.status != 401)
        return false;
    const auto path = event.target.substr(0, event.target.find('?'));
    return !event.user.empty()
        || (event.method == "POST"
            && std::ranges::any_of(login_words, [path](auto word) { return path.contains(word); }));
}

}  // namespace

Result<std::chrono::sys_seconds> parse_log_time(std::string_view text)
{
    using namespace std::chrono;
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const auto part = [text](std::size_t at, std::size_t size) {
        return text.size() < at + size ? std::nullopt : number_of<int>(text.substr(at, size));
    };
    const auto month_at = text.size() < 6 ? std::string_view::npos : months.find(text.substr(3, 3));
    const auto day = part(0, 2);
    const auto year_number = part(7, 4);
    const auto hour = part(12, 2);
    const auto minute = part(15, 2);
    const auto second = part(18, 2);
    const auto zone = part(22, 4);
    if (month_at == std::string_view::npos || month_at % 3 != 0 || !day || !year_number || !hour
        || !minute || !second || !zone || text.size() != 26 || (text[21] != '+' && text[21] != '-'))
        return fail("'{}' is not a time", text.substr(0, 40));
    const year_month_day date {year {*year_number}, month {static_cast<unsigned>(month_at / 3 + 1)},
        std::chrono::day {static_cast<unsigned>(*day)}};
    if (!date.ok() || *year_number < 1970 || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59
        || *second < 0 || *second > 60 || *zone < 0)
        return fail("'{}' is not a time", text.substr(0, 40));
    const auto offset = hours {*zone / 100} + minutes {*zone % 100};
    return sys_days {date} + hours {*hour} + minutes {*minute} + seconds {*second}
    - (text[21] == '-' ? -offset : offset);
}

/// Takes the parts of a line off its front.
class AccessLogReader::Fields {
public:
    explicit Fields(std::string_view line) : rest_ {line} { }

    std::string_view word()
    {
        const auto end = std::min(rest_.find(' '), rest_.size());
        const auto word = rest_.substr(0, end);
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        return word;
    }
    Result<std::string_view> bracketed()
    {
        const auto end = rest_.find("] ");
        if (!rest_.starts_with('[') || end == std::string_view::npos)
            return fail("has no time in brackets");
        const auto text = rest_.substr(1, end - 1);
        rest_.remove_prefix(end + 2);
        return text;
    }
    /// Up to a quote that no backslash stands before.
    Result<std::string_view> quoted()
    {
        if (!rest_.starts_with('"'))
            return fail("has no quoted text where one must be");
        for (std::size_t at = 1; at < rest_.size(); ++at) {
            if (rest_[at] == '\\')
                ++at;
            else if (rest_[at] == '"') {
                const auto text = rest_.substr(1, at - 1);
                rest_.remove_prefix(std::min(at + 2, rest_.size()));
                return text;
            }
        }
        return fail("ends in a quoted text");
    }
    [[nodiscard]] bool is_quoted() const { return rest_.starts_with('"'); }
    [[nodiscard]] bool is_bracketed() const { return rest_.starts_with('['); }

private:
    std::string_view rest_;
};

Result<TrafficEvent> AccessLogReader::read_text(std::string_view line)
{
    if (line.size() > 2 && line.starts_with('"') && line.ends_with('"'))
        line = line.substr(1, line.size() - 2);
    Fields fields {line};
    TrafficEvent event {.kind = TrafficEvent::Kind::answered};
    auto client = fields.word();
    if (auto address = Address::parse(client); address) {
        event.client = *address;
    } else {
        event.host = client.substr(0, std::min(client.rfind(':'), client.size()));
        event.client = TRY(client_of(fields.word()));
    }
    fields.word();  // the identity of RFC 1413
    event.user = fields.word();
    while (!fields.is_bracketed()) {  // a user with blanks
        const auto word = fields.word();
        if (word.empty())
            return fail("has no time in brackets");
    }
    event.user = names_something(event.user) ? restored(event.user, user_) : std::string_view {};
    event.time = TRY(parse_log_time(TRY(fields.bracketed())));
    set_request(event, restored(TRY(fields.quoted()), request_));
    event.status = TRY(status_of(fields.word()));
    if (const auto bytes = fields.word(); names_something(bytes))
        event.sent = number_of<std::uint64_t>(bytes).value_or(0);
    if (fields.is_quoted())
        event.has_referer = names_something(TRY(fields.quoted()));
    if (fields.is_quoted())
        event.agent = restored(TRY(fields.quoted()), agent_);
    if (event.agent == "-")
        event.agent = {};
    return event;
}

Result<> AccessLogReader::take_member(
    std::string_view name, std::string_view value, TrafficEvent& event)
{
    if (name == "client") {
        event.client = TRY(client_of(value));
    } else if (name == "time") {
        event.time = TRY(time_of(value));
    } else if (name == "request") {
        request_ = value;
    } else if (name == "status") {
        event.status = TRY(status_of(value));
    } else if (name == "bytes") {
        event.sent = number_of<std::uint64_t>(value).value_or(0);
    } else if (name == "referer") {
        event.has_referer = names_something(value);
    } else if (name == "agent") {
        agent_ = value;
        event.agent = agent_;
    } else if (name == "user") {
        user_ = value;
        event.user = user_;
    }
    return {};
}

Result<TrafficEvent> AccessLogReader::read_json(std::string_view line)
{
    FlatJson object {line};
    TrafficEvent event {.kind = TrafficEvent::Kind::answered};
    bool has_client = false;
    bool has_time = false;
    while (const auto member = TRY(object.next())) {
        has_client = has_client || member->name == "client";
        has_time = has_time || member->name == "time";
        TRY(take_member(member->name, member->value, event));
    }
    if (!has_client || !has_time)
        return fail("has no '{}'", has_client ? "time" : "client");
    set_request(event, request_);
    return event;
}

Result<TrafficEvent> AccessLogReader::read(std::string_view line)
{
    if (line.size() > max_access_line)
        return fail("is longer than {} bytes", max_access_line);
    line = trimmed(line);
    request_.clear();
    auto event = line.starts_with('{') ? read_json(line) : read_text(line);
    if (event)
        event->is_login_refused = is_login_refused(*event);
    return event;
}

}  // namespace hive
