// supervisor/portal/page_bans.h - the page with who is banned, why, and who never is.
#pragma once

#include <optional>
#include <string>

#include "lib/json_fwd.h"
#include "supervisor/portal/page.h"

namespace hive {

/// What hive-ban told; each of it may be missing.
struct BanRecord {
    std::string trouble;  // why hive-ban told nothing, "" when it did
    const Json* list = nullptr;  // of the verb banned
    const Json* safe = nullptr;  // of the verb safe
    const Json* why = nullptr;  // of the verb why, when an address was asked for
    std::string asked;  // that address, "" for none
};

[[nodiscard]] std::string bans_page(
    const BanRecord& record, const PageSource& source, const Viewer& viewer);

}  // namespace hive
