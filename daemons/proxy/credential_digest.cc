#include "daemons/proxy/credential_digest.h"

#include "lib/encoding.h"

namespace hive {

namespace {

void update(hmac_sha256_ctx& context, std::string_view bytes)
{
    hmac_sha256_update(&context, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
}

}  // namespace

CredentialDigester::CredentialDigester()
{
    const auto key = random_bytes(32);
    hmac_sha256_set_key(&keyed_, key.size(), reinterpret_cast<const std::uint8_t*>(key.data()));
}

/// The parts hold no NUL, so a NUL behind each keeps them apart.
Digest CredentialDigester::digest_of(std::initializer_list<std::string_view> parts) const
{
    auto context = keyed_;
    for (const auto part : parts) {
        update(context, part);
        update(context, std::string_view {"\0", 1});
    }
    Digest digest {};
    hmac_sha256_digest(&context, digest.size(), digest.data());
    return digest;
}

Digest CredentialDigester::bound(const Credentials& credentials, std::string_view stored) const
{
    return digest_of({"bound", credentials.user, credentials.password, stored});
}

Digest CredentialDigester::field(std::string_view value) const
{
    return digest_of({"field", value});
}

std::string CredentialDigester::token(const Credentials& credentials) const
{
    constexpr std::size_t token_bytes = 16;
    const auto digest = digest_of({"token", credentials.user, credentials.password});
    return to_hex({reinterpret_cast<const char*>(digest.data()), token_bytes});
}

}  // namespace hive
