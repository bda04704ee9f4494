#include <algorithm>

#include "lib/encoding.h"
#include "lib/http_server.h"

namespace hive {
namespace {

constexpr std::size_t form_limit = 64;

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view left, std::string_view right)
{
    return std::ranges::equal(left, right, [](char a, char b) { return lower(a) == lower(b); });
}

HttpResponse with_type(int status, std::string type, std::string body)
{
    return {
        .status = status, .headers = {{"Content-Type", std::move(type)}}, .body = std::move(body)};
}

/// WHATWG URL, 5.1: '+' is a blank, and an escape that is none stays as it is.
std::string form_decode(std::string_view text)
{
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto escaped = text[i] == '%' ? percent_decode(text.substr(i, 3)) : std::nullopt;
        if (escaped) {
            decoded += *escaped;
            i += 2;
        } else {
            decoded += text[i] == '+' ? ' ' : text[i];
        }
    }
    return decoded;
}

}  // namespace

std::string_view HttpRequest::header(std::string_view name) const
{
    for (const auto& [key, value] : headers)
        if (same_name(key, name))
            return value;
    return {};
}

std::optional<std::string_view> HttpRequest::parameter(std::string_view name) const
{
    for (const auto& [key, value] : query)
        if (key == name)
            return value;
    return std::nullopt;
}

std::string_view HttpRequest::cookie(std::string_view name) const
{
    std::string_view rest = header("Cookie");
    while (!rest.empty()) {
        const auto end = std::min(rest.find(';'), rest.size());
        const auto pair = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
        if (const auto equals = pair.find('=');
            equals != std::string_view::npos && pair.substr(0, equals) == name)
            return pair.substr(equals + 1);
    }
    return {};
}

HttpResponse HttpResponse::text(int status, std::string body)
{
    return with_type(status, "text/plain; charset=utf-8", std::move(body));
}

HttpResponse HttpResponse::html(int status, std::string body)
{
    return with_type(status, "text/html; charset=utf-8", std::move(body));
}

HttpResponse HttpResponse::json(int status, std::string body)
{
    return with_type(status, "application/json", std::move(body));
}

HttpResponse HttpResponse::see_other(std::string location)
{
    return {.status = 303, .headers = {{"Location", std::move(location)}}};
}

std::vector<std::pair<std::string, std::string>> parse_form(std::string_view text)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    while (!text.empty() && pairs.size() < form_limit) {
        const auto end = std::min(text.find('&'), text.size());
        const auto pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty())
            continue;
        const auto equals = std::min(pair.find('='), pair.size());
        pairs.emplace_back(form_decode(pair.substr(0, equals)),
            form_decode(pair.substr(std::min(equals + 1, pair.size()))));
    }
    return pairs;
}

}  // namespace hive
