#include "lib/keyed_digest.h"

#include <cstdint>

#include "lib/encoding.h"

namespace hive {
namespace {

void update(hmac_sha256_ctx& context, std::string_view bytes)
{
    hmac_sha256_update(&context, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
}

}  // namespace

KeyedDigest::KeyedDigest()
{
    const auto key = random_bytes(SHA256_DIGEST_SIZE);
    hmac_sha256_set_key(&keyed_, key.size(), reinterpret_cast<const std::uint8_t*>(key.data()));
}

Digest KeyedDigest::of(std::initializer_list<std::string_view> parts) const
{
    auto context = keyed_;
    for (const auto part : parts) {
        const std::uint64_t size = part.size();
        update(context, {reinterpret_cast<const char*>(&size), sizeof size});
        update(context, part);
    }
    Digest digest {};
    hmac_sha256_digest(&context, digest.size(), digest.data());
    return digest;
}

}  // namespace hive
