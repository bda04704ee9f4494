// tools/hive-sample/arguments.h - the command line of hive-sample. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "lib/database_uri.h"
#include "lib/result.h"
#include "tools/hive-sample/rows.h"

namespace hive {

struct Arguments {
    enum class Mode { write, help, version };
    enum class Existing { refuse, append };
    struct Target {
        std::optional<DatabaseUri> database;
        std::string csv;  // path, "-" for standard output
    };

    Mode mode = Mode::write;
    Target target;
    std::string table = "sync_data";
    std::string user;
    std::string password_file;
    Existing existing = Existing::refuse;
    std::optional<std::int64_t> rows;
    std::optional<std::int64_t> days;
    std::optional<int> apiaries;
    std::optional<std::int64_t> end;  // epoch seconds; now without it
    std::chrono::seconds live {0};  // pause between rows of an apiary; 0: none are added
    RowPlan plan;  // seed, interval, bins, gaps and junk as asked for
};

/// @param words without the program's own name
[[nodiscard]] Result<Arguments> parse_arguments(std::span<const char* const> words);

[[nodiscard]] std::string help_text();

}  // namespace hive
