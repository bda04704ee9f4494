// daemons/chart/pages.h - the static files of the web pages.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/http_server.h"

namespace hive {

/// The file that an address stands for, relative to the directory of the pages: a directory's
/// is its index.html, and a page is named without its ending. Pure.
/// @return nothing for what could lead out of the directory or to a hidden file
[[nodiscard]] std::optional<std::string> page_file(std::string_view path);

/// By the file's ending; application/octet-stream for one that no page uses. Pure.
[[nodiscard]] std::string_view media_type(std::string_view file);

/// Serves a directory. A file FILE.br or FILE.gz beside FILE is its compressed form and is
/// sent to whoever takes it. Browsers ask each time and are told 304 while nothing changed.
class Pages {
public:
    explicit Pages(std::string directory) : directory_ {std::move(directory)} { }
    [[nodiscard]] HttpResponse answer(const HttpRequest& request) const;

private:
    std::string directory_;
};

}  // namespace hive
