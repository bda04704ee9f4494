// lib/password.h - password hashes in every htpasswd form, and the users file.
//
// Forms verified: bcrypt ($2a$ $2b$ $2y$), apr1 ($apr1$), MD5 ($1$), sha256-crypt ($5$),
// sha512-crypt ($6$), yescrypt ($y$), gost-yescrypt ($gy$), scrypt ($7$), traditional DES,
// {SHA}, {SSHA}, {PLAIN}. crypt(5) describes those with a '$'.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/result.h"

namespace hive {

/// Slow by design (bcrypt: tens of milliseconds): never on an event loop. Thread-safe.
[[nodiscard]] bool verify_password(std::string_view password, const std::string& hash);

/// A fresh yescrypt hash with a random salt.
[[nodiscard]] Result<std::string> hash_password(std::string_view password);

/// Whether verify_password() knows the form.
[[nodiscard]] bool is_known_hash(std::string_view hash);

/// The APR1 variant of MD5-crypt that Apache's htpasswd writes. @param salt 1-8 characters
[[nodiscard]] std::string apr1_hash(std::string_view password, std::string_view salt);

/// Random letters and digits, easy to read (no 0 O 1 l I): 20 carry 115 bits.
[[nodiscard]] std::string random_password(std::size_t length = 20);

/// 1-255 bytes, no ':' or control character, no '#' or blank in front, no blank behind.
[[nodiscard]] Result<> check_user_name(std::string_view name);

/// The users of an htpasswd file: one `name:hash` a line, '#' comments. Immutable.
class Users {
public:
    struct Parsed;
    /// Pure. A line that cannot be used is a mistake "path:line: …" and is left out.
    static Parsed parse(std::string_view text, const std::string& path);
    /// An unreadable file is an error; mistakes in lines are returned beside the users.
    static Result<Parsed> load(const std::string& path);

    /// The stored hash, or nullptr. Names are case-sensitive.
    [[nodiscard]] const std::string* find(std::string_view name) const;
    [[nodiscard]] std::size_t size() const { return hashes_.size(); }
    /// A hash for a name that is not there, which no known password fits: checking against it
    /// costs what one of the users costs, each kind of hash as often as users have it and always
    /// the same for a name, whether or not the file changes elsewhere. "" when there are no users.
    [[nodiscard]] std::string decoy(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> names() const;

private:
    void sort_kinds();

    /// Hashes that cost the same.
    struct Kind {
        std::string first;  // the least of them
        double users = 0;
    };
    std::unordered_map<std::string, std::string> hashes_;
    std::vector<Kind> kinds_;
};

struct Users::Parsed {
    Users users;
    std::vector<Error> mistakes;
};

/// Checks a name and a password against the users; an unknown name costs the same.
[[nodiscard]] bool verify_user(
    const Users& users, std::string_view name, std::string_view password);

/// `admin: ann bob` lines: who belongs to which group ("admin", "editor"). Immutable.
class Groups {
public:
    static Groups parse(std::string_view text);
    /// A missing file is no groups at all.
    static Groups load(const std::string& path);
    /// Sorted names of the groups of a user.
    [[nodiscard]] std::vector<std::string> of(std::string_view user) const;

private:
    std::unordered_map<std::string, std::vector<std::string>> groups_;
};

}  // namespace hive
