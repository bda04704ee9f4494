#include "supervisor/portal/known_passwords.h"

#include "lib/encoding.h"

namespace hive {
namespace {

std::string_view bytes_of(const Digest& digest)
{
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

Digest KnownPasswords::digest_of(const Credentials& credentials, std::string_view stored) const
{
    return keyed_.of({credentials.user, credentials.password, stored});
}

bool KnownPasswords::holds(
    const Credentials& credentials, std::string_view stored, Clock::time_point now) const
{
    const auto* entry = entries_.find(credentials.user);
    return entry != nullptr && now < entry->end
        && equal_in_constant_time(
            bytes_of(entry->digest), bytes_of(digest_of(credentials, stored)));
}

void KnownPasswords::add(
    const Credentials& credentials, std::string_view stored, Clock::time_point now)
{
    entries_.touch(credentials.user)
        = {.digest = digest_of(credentials, stored), .end = now + lifetime};
}

}  // namespace hive
