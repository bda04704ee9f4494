#include "tools/hive-notify/mail_text.h"

#include <algorithm>
#include <array>

#include "lib/encoding.h"

namespace hive {
namespace {

constexpr std::size_t line_limit = 76;  // of quoted-printable, without the line's end
constexpr std::size_t word_limit = 45;  // bytes that become 60 of base64, 72 with their dress

bool is_plain(char c)
{
    return c >= 0x20 && c < 0x7f;
}

std::string without_control(std::string_view text)
{
    std::string clean {text};
    std::ranges::replace_if(
        clean, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    return clean;
}

bool continues_character(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

std::string date_text(std::time_t now)
{
    // Names in English, whatever LC_TIME says (RFC 5322, 3.3).
    constexpr std::array days {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm utc {};
    ::gmtime_r(&now, &utc);
    return fmt::format("{}, {} {} {} {:02}:{:02}:{:02} +0000",
        days.at(static_cast<std::size_t>(utc.tm_wday)), utc.tm_mday,
        months.at(static_cast<std::size_t>(utc.tm_mon)), utc.tm_year + 1900, utc.tm_hour,
        utc.tm_min, utc.tm_sec);
}

/// What may stand in a message's id (RFC 5322, 3.2.3).
std::string atom(std::string_view text)
{
    std::string clean;
    for (const char c : text)
        if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.')
            clean += c;
    return clean.empty() ? "localhost" : clean;
}

}  // namespace

std::string header_text(std::string_view text)
{
    auto clean = without_control(text);
    if (std::ranges::all_of(clean, is_plain))
        return clean;
    std::string encoded;
    for (std::size_t begin = 0; begin < clean.size();) {
        auto end = std::min(begin + word_limit, clean.size());
        for (int back = 0; back < 3 && end < clean.size() && continues_character(clean[end]);
            ++back)
            --end;
        encoded += fmt::format("{}=?UTF-8?B?{}?=", encoded.empty() ? "" : "\r\n ",
            to_base64(std::string_view {clean}.substr(begin, end - begin)));
        begin = end;
    }
    return encoded;
}

std::string quoted_printable(std::string_view text)
{
    std::string encoded;
    std::size_t column = 0;
    const auto put = [&](std::string_view piece) {
        if (column + piece.size() > line_limit - 1) {
            encoded += "=\r\n";
            column = 0;
        }
        encoded += piece;
        column += piece.size();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool ends_line = i + 1 == text.size() || text[i + 1] == '\n';
        if (c == '\n') {
            encoded += "\r\n";
            column = 0;
        } else if (is_plain(c) && c != '=' && (c != ' ' || !ends_line)) {
            put({&c, 1});
        } else {
            put(fmt::format("={:02X}", static_cast<unsigned char>(c)));
        }
    }
    return encoded;
}

std::string mail_text(const MailJob& job, std::time_t now, std::string_view unique)
{
    std::string to;
    for (const auto& address : job.to)
        to += (to.empty() ? "" : ",\r\n ") + without_control(address);
    return fmt::format("Date: {}\r\n"
                       "From: {}\r\n"
                       "To: {}\r\n"
                       "Subject: {}\r\n"
                       "Message-ID: <{}@{}>\r\n"
                       "MIME-Version: 1.0\r\n"
                       "Content-Type: text/plain; charset=utf-8\r\n"
                       "Content-Transfer-Encoding: quoted-printable\r\n"
                       "Auto-Submitted: auto-generated\r\n"
                       "\r\n"
                       "{}\r\n",
        date_text(now), without_control(job.from), to, header_text(job.subject), atom(unique),
        atom(job.host), quoted_printable(job.text));
}

}  // namespace hive
