#include "lib/password.h"

#include <crypt.h>
#include <strings.h>

#include <array>
#include <cerrno>
#include <cstdint>

#include <nettle/sha1.h>

#include "lib/encoding.h"

namespace hive {
namespace {

constexpr std::string_view crypt_digits
    = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

enum class Form { unknown, crypt, apr1, sha, ssha, plain };

/// A form with a '$': what it begins with and how many characters its digest has.
struct Prefix {
    std::string_view text;
    std::size_t digest;
    Form form;
};

// crypt(5). A bcrypt digest has its salt of 22 characters in front.
constexpr std::array prefixes {
    Prefix {.text = "$2a$", .digest = 53, .form = Form::crypt},
    Prefix {.text = "$2b$", .digest = 53, .form = Form::crypt},
    Prefix {.text = "$2y$", .digest = 53, .form = Form::crypt},
    Prefix {.text = "$1$", .digest = 22, .form = Form::crypt},
    Prefix {.text = "$5$", .digest = 43, .form = Form::crypt},
    Prefix {.text = "$6$", .digest = 86, .form = Form::crypt},
    Prefix {.text = "$y$", .digest = 43, .form = Form::crypt},
    Prefix {.text = "$gy$", .digest = 43, .form = Form::crypt},
    Prefix {.text = "$7$", .digest = 43, .form = Form::crypt},
    Prefix {.text = "$apr1$", .digest = 22, .form = Form::apr1},
};

constexpr std::string_view sha_prefix = "{SHA}";
constexpr std::string_view ssha_prefix = "{SSHA}";
constexpr std::string_view plain_prefix = "{PLAIN}";

bool is_crypt_text(std::string_view text)
{
    return text.find_first_not_of(crypt_digits) == std::string_view::npos;
}

Form form_with_dollar(std::string_view hash)
{
    for (const auto& prefix : prefixes) {
        if (!hash.starts_with(prefix.text))
            continue;
        const auto digest = hash.substr(hash.rfind('$') + 1);
        const bool is_whole = digest.size() == prefix.digest && is_crypt_text(digest)
            && hash.size() > prefix.text.size() + prefix.digest;
        return is_whole ? prefix.form : Form::unknown;
    }
    return Form::unknown;
}

Form form_of(std::string_view hash)
{
    constexpr std::size_t des_size = 13;
    if (hash.starts_with(sha_prefix)) {
        const auto digest = from_base64(hash.substr(sha_prefix.size()));
        return digest && digest->size() == SHA1_DIGEST_SIZE ? Form::sha : Form::unknown;
    }
    if (hash.starts_with(ssha_prefix)) {
        const auto digest = from_base64(hash.substr(ssha_prefix.size()));
        return digest && digest->size() > SHA1_DIGEST_SIZE ? Form::ssha : Form::unknown;
    }
    if (hash.starts_with(plain_prefix))
        return Form::plain;
    if (hash.starts_with('$'))
        return form_with_dollar(hash);
    return hash.size() == des_size && is_crypt_text(hash) ? Form::crypt : Form::unknown;
}

/// A text that is overwritten when it goes away, and ends in NUL for crypt(3).
class Secret {
public:
    explicit Secret(std::string_view text) : text_ {text} { }
    Secret(const Secret&) = delete;
    Secret(Secret&&) = delete;
    Secret& operator=(const Secret&) = delete;
    Secret& operator=(Secret&&) = delete;
    ~Secret() { ::explicit_bzero(text_.data(), text_.size()); }
    [[nodiscard]] const char* c_str() const { return text_.c_str(); }

private:
    std::string text_;
};

struct CryptDataEraser {
    void operator()(crypt_data* data) const noexcept
    {
        ::explicit_bzero(data, sizeof *data);
        std::default_delete<crypt_data> {}(data);
    }
};

/// crypt(3). @return "" for a setting it cannot use or a password it cannot take
std::string crypt_hash(std::string_view password, const std::string& setting)
{
    if (password.contains('\0'))
        return {};  // it would count up to there only
    // bcrypt looks at 72 bytes: a longer password would be right with any end.
    constexpr std::size_t bcrypt_limit = 72;
    if (password.size() > bcrypt_limit && setting.starts_with("$2"))
        return {};
    // 32 kB with the password in them: not on the stack, and overwritten.
    const std::unique_ptr<crypt_data, CryptDataEraser> data {new crypt_data {}};
    const Secret secret {password};
    const char* hash
        = ::crypt_rn(secret.c_str(), setting.c_str(), data.get(), static_cast<int>(sizeof *data));
    return hash != nullptr ? hash : "";
}

std::string sha1(std::string_view text, std::string_view salt)
{
    sha1_ctx context;
    sha1_init(&context);
    sha1_update(&context, text.size(), reinterpret_cast<const std::uint8_t*>(text.data()));
    sha1_update(&context, salt.size(), reinterpret_cast<const std::uint8_t*>(salt.data()));
    std::string digest(SHA1_DIGEST_SIZE, '\0');
    sha1_digest(&context, digest.size(), reinterpret_cast<std::uint8_t*>(digest.data()));
    return digest;
}

/// {SHA}: base64 of the digest; {SSHA}: of the digest and the salt behind it.
bool verify_sha1(std::string_view password, std::string_view encoded)
{
    const auto stored = from_base64(encoded).value_or("");  // form_of() has looked at it
    const auto digest = std::string_view {stored}.substr(0, SHA1_DIGEST_SIZE);
    const auto salt = std::string_view {stored}.substr(digest.size());
    return equal_in_constant_time(sha1(password, salt), digest);
}

bool verify_apr1(std::string_view password, std::string_view hash)
{
    constexpr auto magic = std::string_view {"$apr1$"}.size();
    const auto salt = hash.substr(magic, hash.rfind('$') - magic);
    return equal_in_constant_time(apr1_hash(password, salt), hash);
}

}  // namespace

bool verify_password(std::string_view password, const std::string& hash)
{
    const std::string_view stored {hash};
    switch (form_of(stored)) {
    case Form::unknown: return false;
    case Form::crypt: return equal_in_constant_time(crypt_hash(password, hash), hash);
    case Form::apr1: return verify_apr1(password, stored);
    case Form::sha: return verify_sha1(password, stored.substr(sha_prefix.size()));
    case Form::ssha: return verify_sha1(password, stored.substr(ssha_prefix.size()));
    case Form::plain: return equal_in_constant_time(password, stored.substr(plain_prefix.size()));
    }
    std::unreachable();
}

Result<std::string> hash_password(std::string_view password)
{
    if (password.contains('\0'))
        return fail("a password cannot hold a NUL byte");
    if (password.size() >= CRYPT_MAX_PASSPHRASE_SIZE)
        return fail("a password has at most {} bytes", CRYPT_MAX_PASSPHRASE_SIZE - 1);
    std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> setting {};
    // No count: the library's own default cost. No bytes: its salt comes from the kernel.
    if (::crypt_gensalt_rn("$y$", 0, nullptr, 0, setting.data(), setting.size()) == nullptr)
        return std::unexpected {Error::from_errno(errno, "make a salt")};
    auto hash = crypt_hash(password, setting.data());
    if (hash.empty())
        return std::unexpected {Error::from_errno(errno, "hash a password")};
    return hash;
}

bool is_known_hash(std::string_view hash)
{
    return form_of(hash) != Form::unknown;
}

std::string random_password(std::size_t length)
{
    constexpr std::string_view alphabet
        = "23456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";
    constexpr auto usable = 256 / alphabet.size() * alphabet.size();  // no letter more often
    std::string password;
    while (password.size() < length)
        for (const unsigned char byte : random_bytes(length - password.size()))
            if (byte < usable)
                password += alphabet[byte % alphabet.size()];
    return password;
}

}  // namespace hive
