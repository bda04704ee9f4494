// tests/unit/ban/temporary_directory.h - a fresh directory for one test.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace hive {

class TemporaryDirectory {
public:
    TemporaryDirectory()
    {
        std::string name = testing::TempDir() + "ban-XXXXXX";
        path_ = ::mkdtemp(name.data());
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    ~TemporaryDirectory() { std::filesystem::remove_all(path_); }

    [[nodiscard]] std::string operator/(std::string_view name) const
    {
        return path_ + "/" + std::string {name};
    }

private:
    std::string path_;
};

inline void append(const std::string& path, std::string_view text)
{
    std::ofstream {path, std::ios::app | std::ios::binary} << text;
}

}  // namespace hive
