#include "daemons/proxy/credential_digest.h"

#include "lib/encoding.h"

namespace hive {
namespace {

const std::uint8_t* octets(std::string_view bytes)
{
    return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

}  // namespace

CredentialDigester::CredentialDigester()
{
    const auto key_for_fields = random_bytes(AES128_KEY_SIZE);
    cmac_aes128_set_key(&keyed_for_fields_, octets(key_for_fields));
}

Digest CredentialDigester::bound(const Credentials& credentials, std::string_view stored) const
{
    return keyed_.of({"bound", credentials.user, credentials.password, stored});
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
    const auto digest = keyed_.of({"token", credentials.user, credentials.password});
    return to_hex({reinterpret_cast<const char*>(digest.data()), token_bytes});
}

}  // namespace hive
