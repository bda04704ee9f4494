#include <algorithm>
#include <array>
#include <cstdint>

#include <nettle/md5.h>

#include "lib/password.h"

namespace hive {
namespace {

constexpr int rounds = 1000;

class Md5 {
public:
    using Digest = std::array<std::uint8_t, MD5_DIGEST_SIZE>;

    Md5() { md5_init(&context_); }
    Md5& add(std::string_view text)
    {
        md5_update(&context_, text.size(), reinterpret_cast<const std::uint8_t*>(text.data()));
        return *this;
    }
    Md5& add(const Digest& digest, std::size_t count = MD5_DIGEST_SIZE)
    {
        md5_update(&context_, count, digest.data());
        return *this;
    }
    Digest digest()
    {
        Digest result;
        md5_digest(&context_, result.size(), result.data());
        return result;
    }

private:
    md5_ctx context_;
};

// The steps are those of FreeBSD's crypt-md5.c, which apr_md5.c took over with another magic.
Md5::Digest first_digest(std::string_view password, std::string_view salt)
{
    const auto inner = Md5 {}.add(password).add(salt).add(password).digest();
    Md5 outer;
    outer.add(password).add("$apr1$").add(salt);
    for (std::size_t left = password.size(); left > 0; left -= std::min<std::size_t>(left, 16))
        outer.add(inner, std::min<std::size_t>(left, 16));
    for (std::size_t bits = password.size(); bits > 0; bits >>= 1)
        outer.add((bits & 1) != 0 ? std::string_view {"\0", 1} : password.substr(0, 1));
    return outer.digest();
}

Md5::Digest next_digest(
    int round, const Md5::Digest& last, std::string_view password, std::string_view salt)
{
    Md5 next;
    const bool is_odd = round % 2 != 0;
    is_odd ? next.add(password) : next.add(last);
    if (round % 3 != 0)
        next.add(salt);
    if (round % 7 != 0)
        next.add(password);
    is_odd ? next.add(last) : next.add(password);
    return next.digest();
}

/// Six bits a character, lowest first.
std::string encode(std::uint32_t bits, int count)
{
    constexpr std::string_view digits
        = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    std::string text;
    for (; count > 0; --count, bits >>= 6)
        text += digits[bits & 63];
    return text;
}

std::string encode(const Md5::Digest& digest)
{
    std::string text;
    for (std::size_t i = 0; i < 5; ++i) {
        const std::size_t third = i == 4 ? 5 : i + 12;
        text += encode(
            std::uint32_t {digest[i]} << 16 | std::uint32_t {digest[i + 6]} << 8 | digest[third],
            4);
    }
    return text + encode(digest[11], 2);
}

}  // namespace

std::string apr1_hash(std::string_view password, std::string_view salt)
{
    salt = salt.substr(0, 8);
    auto digest = first_digest(password, salt);
    for (int round = 0; round < rounds; ++round)
        digest = next_digest(round, digest, password, salt);
    return fmt::format("$apr1${}${}", salt, encode(digest));
}

}  // namespace hive
