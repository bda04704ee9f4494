// supervisor/portal/assets.h - style, sprite and scripts of the pages, read once at the start.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "lib/http_server.h"
#include "lib/result.h"

namespace hive {

/// The files of one directory whose kind a page uses, in memory: nothing outside can be named.
class Assets {
public:
    /// @return an error when the directory or a file cannot be read, or there is none
    static Result<Assets> load(const std::string& directory);

    /// @param name "hive.css"
    [[nodiscard]] bool contains(std::string_view name) const { return files_.contains(name); }
    /// 200 with the file, 304 when the browser has it. @param name one that contains() knows
    [[nodiscard]] HttpResponse answer(std::string_view name, const HttpRequest& request) const;

private:
    struct File {
        std::string_view type;
        std::string tag;  // quoted, changes with the file
        std::string body;
    };
    std::map<std::string, File, std::less<>> files_;
};

}  // namespace hive
