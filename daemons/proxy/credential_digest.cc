#include "daemons/proxy/credential_digest.h"

#include "lib/encoding.h"

namespace hive {

namespace {

const std::uint8_t* octets(std::string_view bytes)
{
    return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

void update(hmac_sha256_ctx& context, std::string_view bytes)
{
    hmac_sha256_update(&context, bytes.size(), octets(bytes));
}

}  // namespace

CredentialDigester::CredentialDigester()
{
    const auto key = random_bytes(32);
    hmac_sha256_set_key(&keyed_, key.size(), octets(key));
    const auto key_for_fields = random_bytes(AES128_KEY_SIZE);
    cmac_aes128_set_key(&keyed_for_fields_, octets(key_for_fields));
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

FieldDigest CredentialDigester::field(std::string_view value) const
{
    auto context = keyed_for_fields_;
    cmac_aes128_update(&context, value.size(), octets(value));
    FieldDigest digest {};
    cmac_aes128_digest(&context, digest.size(), digest.data());
    return digest;
}

std::string CredentialDigester::token(const Credentials& credentials) const
{
    constexpr std::size_t token_bytes = 16;
    const auto digest = digest_of({"token", credentials.user, credentials.password});
    return to_hex({reinterpret_cast<const char*>(digest.data()), token_bytes});
}

}  // namespace hive
