// daemons/proxy/field_scope.h - which fields stay on one connection, and which claim who asks.
// Pure.
#pragma once

#include <string_view>
#include <vector>

#include "daemons/proxy/head_parser.h"

namespace hive {

/// The fields that Connection names as belonging to this connection only (RFC 9110, 7.6.1).
class NominatedFields {
public:
    NominatedFields() = default;
    /// @param fields their bytes outlive this
    explicit NominatedFields(const Fields& fields);
    [[nodiscard]] bool hold(std::string_view name) const;
    [[nodiscard]] const std::vector<std::string_view>& names() const { return names_; }

private:
    std::vector<std::string_view> names_;
};

/// Whether the field concerns one connection or the framing of its message, which are
/// written anew.
[[nodiscard]] bool concerns_connection(std::string_view name, const NominatedFields& nominated);

/// Whether a client could claim by it to be somebody else, to come from elsewhere, or to ask for
/// another path than the one that was judged. X_Hive_User and X.Hive.User are X-Hive-User to
/// upstreams that make variables of fields.
[[nodiscard]] bool claims_identity(std::string_view name);

}  // namespace hive
