// tests/unit/sync/scripted_source.h - a remote table in memory.
#pragma once

#include <algorithm>
#include <deque>
#include <optional>
#include <string_view>
#include <vector>

#include "daemons/sync/source.h"

namespace hive {

inline std::vector<RemoteColumn> table_columns()
{
    std::vector<RemoteColumn> columns {{"id", ""}, {"apiary_name", ""}, {"timestamp", ""},
        {"bme680_internal_temperature", ""}, {"bme680_external_temperature", ""}};
    for (std::size_t bin = 1; bin <= fft_bins; ++bin)
        columns.push_back({fmt::format("fft_bin{}", bin), ""});
    return columns;
}

/// Rows in memory, and a connection that may break when so many of them have been read.
class ScriptedSource : public RowSource {
public:
    std::deque<RemoteRow> rows;
    std::size_t breaks_after = SIZE_MAX;
    std::int64_t missing = 0;  // rows that count() does not find
    bool is_cut = false;
    int edits = 0;  // a row changes after each of so many looks at a checksum

    void add(std::int64_t id, std::string_view apiary, std::int64_t time)
    {
        rows.push_back({.id = id,
            .apiary = apiary,
            .time = time,
            .column_time = time,
            .internal = 34,
            .bins = std::vector<double>(fft_bins)});
    }

    Result<std::vector<RemoteColumn>> columns() override { return table_columns(); }
    Result<> select(const Columns& /*columns*/, IdRange range) override
    {
        next_ = 0;
        read_ = 0;
        last_ = range.last;
        while (next_ < rows.size() && rows[next_].id < range.first)
            ++next_;
        return {};
    }
    Result<const RemoteRow*> next() override
    {
        if (read_++ == breaks_after)
            return fail("lost connection");
        return next_ < rows.size() && rows[next_].id <= last_ ? &rows[next_++] : nullptr;
    }
    Result<std::int64_t> count(const Columns& /*columns*/, IdRange range) override
    {
        const auto is_counted
            = [&](const RemoteRow& row) { return row.id >= range.first && row.id <= range.last; };
        return std::ranges::count_if(rows, is_counted) - missing;
    }
    Result<Checksum> checksum(const Columns& columns, IdRange range) override
    {
        auto seen = read_checksum(*this, columns, range);
        if (edits > 0 && --edits >= 0)
            rows.front().internal = *rows.front().internal + 1;
        return seen;
    }
    Result<std::optional<std::int64_t>> last_id(const Columns& /*columns*/) override
    {
        return rows.empty() ? std::nullopt : std::optional {rows.back().id};
    }

    void cut() override { is_cut = true; }

private:
    std::size_t next_ = 0;
    std::size_t read_ = 0;
    std::int64_t last_ = 0;
};

}  // namespace hive
