#include "lib/access_line.h"

#include <array>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <iterator>

#include <fmt/format.h>

#include "lib/whole_text.h"

namespace hive {

namespace {

using Seconds = std::chrono::sys_seconds;

/// strftime(3) of a second, remembered: a busy thread writes many lines in the same one.
class SecondText {
public:
    explicit SecondText(const char* format) : format_ {format} { }
    std::string_view operator()(std::chrono::system_clock::time_point time)
    {
        const auto second = std::chrono::floor<std::chrono::seconds>(time);
        if (second != second_ || length_ == 0)
            render(second);
        return {text_.data(), length_};
    }

private:
    void render(Seconds second)
    {
        const std::time_t epoch = second.time_since_epoch().count();
        std::tm local {};
        localtime_r(&epoch, &local);
        length_ = std::strftime(text_.data(), text_.size(), format_, &local);
        second_ = second;
    }

    const char* format_;
    Seconds second_ {};
    std::array<char, 40> text_ {};
    std::size_t length_ = 0;
};

constexpr std::string_view hex_digits = "0123456789abcdef";

bool is_plain(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\';
}

void append_escaped(std::string& out, std::string_view text, std::string_view introducer)
{
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = at;
        while (at < text.size() && is_plain(static_cast<unsigned char>(text[at])))
            ++at;
        out += text.substr(begin, at - begin);
        if (at == text.size())
            return;
        const auto byte = static_cast<unsigned char>(text[at++]);
        out += introducer;
        out += hex_digits[byte >> 4];
        out += hex_digits[byte & 15];
    }
}

void append_quoted_or_dash(std::string& out, std::string_view text)
{
    out += '"';
    if (text.empty())
        out += '-';
    else
        append_escaped(out, text, "\\x");
    out += '"';
}

/// With one digit behind the point; floating-point formatting costs as much as all the rest.
void append_milliseconds(std::string& out, double milliseconds)
{
    const auto tenths = std::llround(milliseconds * 10);
    append_whole(out, tenths / 10);
    out += '.';
    append_whole(out, std::abs(tenths % 10));
}

/// A user as an unquoted word: blanks are escaped too.
void append_word(std::string& out, std::string_view word)
{
    if (word.empty())
        out += '-';
    for (const char character : word)
        if (character == ' ')
            out += "\\x20";
        else
            append_escaped(out, {&character, 1}, "\\x");
}

void append_json_text(std::string& out, std::string_view name, std::string_view text)
{
    out += ",\"";
    out += name;
    out += "\":\"";
    append_escaped(out, text, "\\u00");
    out += '"';
}

}  // namespace

std::string escape_log_bytes(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    append_escaped(out, text, "\\x");
    return out;
}

std::string format_access_line(const AccessLine& line)
{
    static thread_local SecondText time_text {"%d/%b/%Y:%H:%M:%S %z"};
    std::string out;
    out.reserve(160 + line.request_line.size() + line.referer.size() + line.agent.size());
    out += line.client;
    out += " - ";
    append_word(out, line.user);
    out += " [";
    out += time_text(line.time);
    out += "] ";
    append_quoted_or_dash(out, line.request_line);
    out += ' ';
    append_whole(out, line.status);
    out += ' ';
    append_whole(out, line.bytes);
    out += ' ';
    append_quoted_or_dash(out, line.referer);
    out += ' ';
    append_quoted_or_dash(out, line.agent);
    out += ' ';
    append_milliseconds(out, line.milliseconds);
    out += '\n';
    return out;
}

std::string format_access_json(const AccessLine& line)
{
    const std::chrono::duration<double> epoch = line.time.time_since_epoch();
    std::string out = fmt::format(R"({{"time":{:.3f})", epoch.count());
    append_json_text(out, "client", line.client);
    append_json_text(out, "user", line.user);
    append_json_text(out, "request", line.request_line);
    fmt::format_to(std::back_inserter(out), R"(,"status":{},"bytes":{})", line.status, line.bytes);
    append_json_text(out, "referer", line.referer);
    append_json_text(out, "agent", line.agent);
    out += ",\"milliseconds\":";
    append_milliseconds(out, line.milliseconds);
    out += "}\n";
    return out;
}

std::string format_login_error(const LoginErrorLine& line)
{
    static thread_local SecondText time_text {"%Y/%m/%d %H:%M:%S"};
    std::string out = fmt::format("{} [error] {}#{}: *{} user \"", time_text(line.time),
        line.process, line.process, line.connection);
    append_escaped(out, line.user, "\\x");
    switch (line.failure) {
    case LoginFailure::password_mismatch: out += "\": password mismatch"; break;
    case LoginFailure::unknown_user:
        out += "\" was not found in ";
        append_quoted_or_dash(out, line.users_file);
        break;
    }
    fmt::format_to(std::back_inserter(out), ", client: {}, server: ", line.client.text());
    append_escaped(out, line.server, "\\x");
    out += ", request: ";
    append_quoted_or_dash(out, line.request_line);
    out += ", host: ";
    append_quoted_or_dash(out, line.host);
    out += '\n';
    return out;
}

}  // namespace hive
