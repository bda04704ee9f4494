// lib/keyed_digest.h - digests that stand for secrets in memory.
#pragma once

#include <array>
#include <initializer_list>
#include <string_view>

#include <nettle/hmac.h>

namespace hive {

using Digest = std::array<unsigned char, SHA256_DIGEST_SIZE>;

/// HMAC-SHA256 (RFC 2104) under a key made for this object, so that nobody can tell what a digest
/// stands for by trying. Thread-safe once made.
class KeyedDigest {
public:
    KeyedDigest();

    /// Of parts in order; the same bytes cut elsewhere have another digest.
    [[nodiscard]] Digest of(std::initializer_list<std::string_view> parts) const;

private:
    hmac_sha256_ctx keyed_ {};  // what a digest begins with
};

}  // namespace hive
