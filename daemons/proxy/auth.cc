#include "daemons/proxy/auth.h"

#include <algorithm>

#include "daemons/proxy/field_rules.h"
#include "lib/encoding.h"
#include "lib/result.h"
#include "lib/trim.h"

namespace hive {

namespace {

bool is_control(char character)
{
    const auto byte = static_cast<unsigned char>(character);
    return byte < 0x20 || byte == 0x7f;
}

}  // namespace

Judged<std::optional<Credentials>> find_credentials(const Fields& fields)
{
    const auto* const field
        = TRY(find_single(fields, "authorization", "Authorization is given twice"));
    if (field == nullptr)
        return std::nullopt;
    const auto scheme = field->value.substr(0, field->value.find(' '));
    if (!equal_ignoring_case(scheme, "basic"))
        return std::nullopt;
    const auto decoded = from_base64(trimmed(field->value.substr(scheme.size())));
    if (!decoded || std::ranges::any_of(*decoded, is_control))
        return refuse(400, "the credentials are malformed");
    const auto colon = decoded->find(':');
    if (colon == std::string::npos)
        return refuse(400, "the credentials have no colon");
    return Credentials {.user = decoded->substr(0, colon), .password = decoded->substr(colon + 1)};
}

}  // namespace hive
