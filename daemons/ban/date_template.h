// daemons/ban/date_template.h - one form of a date: found in a line, and read.
#pragma once

#include <cassert>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "daemons/ban/date_fields.h"
#include "daemons/ban/date_pattern.h"
#include "daemons/ban/pattern.h"
#include "daemons/ban/wall_time.h"
#include "lib/result.h"

namespace hive {

/// A form of a date, compiled when it is first tried.
class DateTemplate {
public:
    explicit DateTemplate(DatePattern pattern) : pattern_ {std::move(pattern)} { }

    [[nodiscard]] const DatePattern& pattern() const { return pattern_; }
    [[nodiscard]] bool is_anchored() const { return pattern_.starts_line || pattern_.ends_line; }
    Result<> compile();
    /// Where the last search found it: begin() and end() of all, the date itself in group 1.
    [[nodiscard]] Pattern& compiled()
    {
        assert(compiled_);
        return *compiled_;
    }
    bool finds(const Subject& subject, std::size_t from = 0);
    /// What the last search found.
    DateReading read(WallTime now, std::optional<std::chrono::minutes> zone, LocalTime& local);

    [[nodiscard]] double rank() const
    {
        return static_cast<double>(hits) * pattern_.weight
            / static_cast<double>(distance == 0 ? 1 : distance);
    }
    std::size_t hits = 0;
    std::size_t distance = SIZE_MAX / 2;  // from the start of the line, when last found
    WallTime last_used {};

private:
    DatePattern pattern_;
    std::optional<Pattern> compiled_;
    struct Field {
        char letter;
        std::vector<std::uint32_t> groups;
    };
    std::vector<Field> fields_;
};

}  // namespace hive
