// daemons/proxy/page.h - answers hive-proxy writes itself: error pages, redirects, fixed texts.
// Pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemons/proxy/forwarding.h"

namespace hive {

struct OwnAnswer {
    int status = 200;
    std::string_view content_type = "text/html; charset=utf-8";
    std::vector<std::pair<std::string, std::string>> fields;  // besides the usual ones
    std::string body;

    OwnAnswer&& with(std::string name, std::string value) &&
    {
        fields.emplace_back(std::move(name), std::move(value));
        return std::move(*this);
    }
};

/// A small page that says what went wrong. @param reason a sentence without a full stop
[[nodiscard]] OwnAnswer error_page(int status, std::string_view reason);
/// 301 to a path, with the query the client sent.
[[nodiscard]] OwnAnswer redirect(std::string_view path, std::string_view query);
/// To the same page by TLS: 301, or 308 where the method must stay. @param port of TLS
[[nodiscard]] OwnAnswer redirect_to_tls(const RequestHead& head, std::uint16_t port);
/// The answer to OPTIONS for this server itself.
[[nodiscard]] OwnAnswer methods_served();
[[nodiscard]] OwnAnswer plain_text(int status, std::string text);

/// The head of an own answer: security fields, Date, length, Connection.
/// @param length bytes of the body, told even where none follows (HEAD)
[[nodiscard]] std::string own_head(const OwnAnswer& answer, std::uint64_t length,
    const ClientConnection& client, std::string_view date);

}  // namespace hive
