// supervisor/portal/same_origin.h - whether a request was made by one of our own pages.
#pragma once

#include "lib/http_server.h"

namespace hive {

/// Judges by Sec-Fetch-Site (W3C Fetch Metadata), else by Origin against Host (RFC 6454, 7).
/// hive-proxy's X-Forwarded-Host counts as Host on its own socket. Programs that send neither
/// header pass: their proof is the token in the form.
[[nodiscard]] bool is_same_origin(const HttpRequest& request);

}  // namespace hive
