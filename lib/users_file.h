// lib/users_file.h - the users file, locked while it is changed.
#pragma once

#include <string>

#include "lib/fd.h"
#include "lib/result.h"

namespace hive {

/// A users or groups file that no other program of ours changes while this object lives.
class UsersFile {
public:
    /// Waits for another program that is at work. A missing file is an empty one.
    /// @param path where a symbolic link leads is what is changed
    static Result<UsersFile> open(const std::string& path);

    [[nodiscard]] const std::string& text() const { return text_; }
    /// Replaces the file in one step, mode 0640. Owner and group stay; a file that is new and
    /// root's gets the group hive-auth, where there is one.
    Result<> replace(std::string text);

private:
    UsersFile(std::string path, Fd lock, std::string text, bool is_new)
        : path_ {std::move(path)}, lock_ {std::move(lock)}, text_ {std::move(text)},
          is_new_ {is_new}
    {
    }

    std::string path_;
    Fd lock_;
    std::string text_;
    bool is_new_;
};

/// Overwrites a regular file with zeros and removes it.
Result<> destroy_file(const std::string& path);

}  // namespace hive
