#include "daemons/proxy/credential_digest.h"

#include <nettle/hmac.h>

#include "lib/encoding.h"

namespace hive {

namespace {

void update(hmac_sha256_ctx& context, std::string_view bytes)
{
    hmac_sha256_update(&context, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
}

/// The parts hold no NUL, so a NUL behind each keeps them apart.
Digest digest_of(std::string_view key, std::initializer_list<std::string_view> parts)
{
    hmac_sha256_ctx context;
    hmac_sha256_set_key(&context, key.size(), reinterpret_cast<const std::uint8_t*>(key.data()));
    for (const auto part : parts) {
        update(context, part);
        update(context, std::string_view {"\0", 1});
    }
    Digest digest {};
    hmac_sha256_digest(&context, digest.size(), digest.data());
    return digest;
}

}  // namespace

CredentialDigester::CredentialDigester() : key_ {random_bytes(32)} { }

Digest CredentialDigester::bound(const Credentials& credentials, std::string_view stored) const
{
    return digest_of(key_, {"bound", credentials.user, credentials.password, stored});
}

std::string CredentialDigester::token(const Credentials& credentials) const
{
    constexpr std::size_t token_bytes = 16;
    const auto digest = digest_of(key_, {"token", credentials.user, credentials.password});
    return to_hex({reinterpret_cast<const char*>(digest.data()), token_bytes});
}

}  // namespace hive
