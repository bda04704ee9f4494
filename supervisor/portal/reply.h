// supervisor/portal/reply.h - the answers that routes share, and what every answer carries.
#pragma once

#include <string>
#include <string_view>

#include "lib/http_server.h"
#include "supervisor/portal/sign_in.h"

namespace hive {

/// A document that no cache keeps.
[[nodiscard]] HttpResponse page(int status, std::string document);
/// A page that says why. @param why one sentence
[[nodiscard]] HttpResponse message(int status, std::string_view title, std::string_view why);

/// Sends it with the headers every answer has: a strict Content-Security-Policy and others.
void send(Responder& responder, HttpResponse response);

/// A field of a form; "" when it is not there.
[[nodiscard]] std::string form_field(const HttpRequest& request, std::string_view name);
/// Who the client is, for the log: behind hive-proxy it says so itself.
[[nodiscard]] std::string client_field(const HttpRequest& request);

/// Answers a request whose viewer is not known: a page leads to the sign-in, a program is
/// told 401, whoever is locked out 429.
void refuse(const HttpRequest& request, const Denied& denied, Responder responder);

}  // namespace hive
