// supervisor/portal/page_sign_in.h - the page that asks for name and password.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "supervisor/portal/sign_in.h"

namespace hive {

/// @param next where the sign-in leads, a target is_own_target() says yes to
/// @param denied why the try before was refused
[[nodiscard]] std::string sign_in_page(
    std::string_view host, std::string_view next, const std::optional<Denied>& denied);

/// Whether a redirect there stays with us: a relative target without authority or scheme.
[[nodiscard]] bool is_own_target(std::string_view target);

}  // namespace hive
