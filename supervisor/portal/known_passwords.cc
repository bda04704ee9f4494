#include "supervisor/portal/known_passwords.h"

#include <fmt/format.h>

#include "lib/encoding.h"

namespace hive {

KnownPasswords::KnownPasswords()
{
    const auto key = random_bytes(SHA256_DIGEST_SIZE);
    hmac_sha256_set_key(&keyed_, key.size(), reinterpret_cast<const std::uint8_t*>(key.data()));
}

std::string KnownPasswords::digest_of(const Credentials& credentials, std::string_view stored) const
{
    auto context = keyed_;
    for (const std::string_view part :
        {std::string_view {credentials.user}, std::string_view {credentials.password}, stored}) {
        const auto framed = fmt::format("{} {}", part.size(), part);  // keeps the parts apart
        hmac_sha256_update(
            &context, framed.size(), reinterpret_cast<const std::uint8_t*>(framed.data()));
    }
    std::string digest(SHA256_DIGEST_SIZE, '\0');
    hmac_sha256_digest(&context, digest.size(), reinterpret_cast<std::uint8_t*>(digest.data()));
    return digest;
}

bool KnownPasswords::holds(
    const Credentials& credentials, std::string_view stored, Clock::time_point now) const
{
    const auto* entry = entries_.find(credentials.user);
    return entry != nullptr && now < entry->end
        && equal_in_constant_time(entry->digest, digest_of(credentials, stored));
}

void KnownPasswords::add(
    const Credentials& credentials, std::string_view stored, Clock::time_point now)
{
    entries_.touch(credentials.user)
        = {.digest = digest_of(credentials, stored), .end = now + lifetime};
}

}  // namespace hive
