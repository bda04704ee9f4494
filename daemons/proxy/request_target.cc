#include "daemons/proxy/request_target.h"

#include <algorithm>

#include "lib/encoding.h"

namespace hive {

namespace {

bool is_target_byte(char character)
{
    return character > 0x20 && character < 0x7f && character != '"' && character != '<'
        && character != '>';
}

bool is_forbidden_in_path(char character)
{
    const auto byte = static_cast<unsigned char>(character);
    return byte < 0x20 || byte == 0x7f || character == '\\';
}

/// A longer encoding of what has a shorter one (RFC 3629, 3): %C0%AE is a dot to some.
bool has_overlong_byte(std::string_view path)
{
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(path[at]); };
    for (std::size_t at = 0; at + 1 < path.size(); ++at) {
        const auto next = byte(at + 1);
        const bool continues = next >= 0x80 && next < 0xc0;
        if ((continues && (byte(at) == 0xc0 || byte(at) == 0xc1))
            || (byte(at) == 0xe0 && next >= 0x80 && next < 0xa0)
            || (byte(at) == 0xf0 && next >= 0x80 && next < 0x90))
            return true;
    }
    return false;
}

/// RFC 3986, 3.3: pchar and the slash.
bool is_path_byte(char character)
{
    const bool is_letter
        = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    return is_letter || (character >= '0' && character <= '9')
        || std::string_view {"-._~!$&'()*+,;=:@/"}.contains(character);
}

/// @param path starts with '/', decoded
std::optional<std::string> without_dot_segments(std::string_view path)
{
    std::string out;
    out.reserve(path.size());
    for (std::size_t at = 0; at < path.size();) {
        const auto end = std::min(path.find('/', at + 1), path.size());
        const auto segment = path.substr(at + 1, end - at - 1);
        const bool is_last = end == path.size();
        at = end;
        // Dots to servers that cut parameters off a segment.
        if (segment.starts_with("..;") || segment.starts_with(".;"))
            return std::nullopt;
        if (segment == "..") {
            if (out.empty())
                return std::nullopt;
            out.erase(out.rfind('/'));
        } else if (!segment.empty() && segment != ".") {
            out += '/';
            out += segment;
            continue;
        }
        if (is_last)
            out += '/';
    }
    return out;
}

bool needs_normalising(std::string_view path)
{
    return path.contains("//") || path.contains("/.");
}

}  // namespace

std::optional<std::string> decode_path(std::string_view raw)
{
    if (!raw.starts_with('/'))
        return std::nullopt;
    std::optional<std::string> path
        = raw.contains('%') ? percent_decode(raw) : std::optional {std::string {raw}};
    if (!path || std::ranges::any_of(*path, is_forbidden_in_path) || has_overlong_byte(*path))
        return std::nullopt;
    return needs_normalising(*path) ? without_dot_segments(*path) : path;
}

std::string encode_path(std::string_view path)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    out.reserve(path.size());
    for (const char character : path) {
        if (is_path_byte(character)) {
            out += character;
            continue;
        }
        const auto byte = static_cast<unsigned char>(character);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

Judged<RequestTarget> parse_request_target(std::string_view text, std::string_view method)
{
    if (text == "*" && method == "OPTIONS")
        return RequestTarget {.authority = {}, .path = "*", .query = {}};
    if (!std::ranges::all_of(text, is_target_byte))
        return refuse(400, "the request target has bytes that must be encoded");
    if (text.contains('#'))
        return refuse(400, "the request target has a fragment");
    RequestTarget target;
    for (const std::string_view scheme : {"http://", "https://"})
        if (text.starts_with(scheme)) {
            text.remove_prefix(scheme.size());
            target.authority = text.substr(0, text.find_first_of("/?"));
            text.remove_prefix(target.authority.size());
            if (target.authority.empty())
                return refuse(400, "the request target has no host");
            break;
        }
    const auto raw_path = text.substr(0, text.find('?'));
    target.query = text.substr(raw_path.size());
    const bool is_bare_host = raw_path.empty() && !target.authority.empty();
    if (is_bare_host && target.query.empty() && method == "OPTIONS") {
        target.path = "*";
        return target;
    }
    auto path = decode_path(is_bare_host ? "/" : raw_path);
    if (!path)
        return refuse(400, "the request path is not valid");
    target.path = std::move(*path);
    return target;
}

}  // namespace hive
