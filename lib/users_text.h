// lib/users_text.h - changes to the text of a users file; all else in it stays.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/result.h"

namespace hive {

/// Whether a line of the text is this user's.
[[nodiscard]] bool has_user(std::string_view text, std::string_view name);

/// Gives a user a hash: in the user's line, or in a new one at the end.
[[nodiscard]] std::string with_user(
    std::string_view text, std::string_view name, std::string_view hash);

/// Takes out every line of a user.
[[nodiscard]] std::string without_user(std::string_view text, std::string_view name);

/// The text of a groups file with the user in a group; as it is when the user is there already.
[[nodiscard]] std::string with_member(
    std::string_view text, std::string_view group, std::string_view user);

struct Credential {
    std::string name;
    std::string password;
};

/// Lines `user:password` (the password may hold a ':', and blanks count), blank lines and '#'
/// comments.
struct PlainUsers {
    std::vector<Credential> credentials;
    std::vector<Error> mistakes;  // "path:line: …", without what the line holds

    /// Pure.
    static PlainUsers parse(std::string_view text, std::string_view path);
};

}  // namespace hive
