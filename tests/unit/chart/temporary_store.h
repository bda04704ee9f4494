// tests/unit/chart/temporary_store.h - an apiary.db in a directory of its own, as hive-sync makes
// it.
#pragma once

#include <array>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "lib/readings_schema.h"
#include "lib/sqlite.h"

namespace hive {

class TemporaryDirectory {
public:
    TemporaryDirectory()
    {
        std::string pattern = std::filesystem::temp_directory_path() / "hive-chart.XXXXXX";
        path_ = ::mkdtemp(pattern.data());
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
    [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }

private:
    std::string path_;
};

/// What hive-sync would have written.
class StoreWriter {
public:
    explicit StoreWriter(const std::string& path) : database_ {Sqlite::open(path).value()}
    {
        database_.migrate(readings_migrations).value();
        database_.execute("INSERT INTO source VALUES (1, 'test')").value();
    }

    void apiary(std::int64_t id, const std::string& name)
    {
        auto insert = database_.prepare("INSERT INTO apiary (id, name) VALUES (?, ?)").value();
        insert.bind(1, id).value();
        insert.bind(2, name).value();
        insert.run().value();
    }

    /// @param level every bin has it; none: the row has no spectrum
    void sample(std::int64_t apiary, std::int64_t time, std::optional<double> internal,
        std::optional<double> external, std::optional<float> level = std::nullopt)
    {
        auto insert = database_.prepare("INSERT INTO sample VALUES (?, ?, 1, ?, ?, ?, ?)").value();
        insert.bind(1, apiary).value();
        insert.bind(2, time).value();
        insert.bind(3, ++rows_).value();
        bind_real(insert, 4, internal);
        bind_real(insert, 5, external);
        if (level) {
            std::array<float, fft_bins> bins {};
            bins.fill(*level);
            insert.bind(6, encode_bins(bins)).value();
        } else {
            insert.bind_null(6).value();
        }
        insert.run().value();
        count(apiary, time);
    }

    void series(std::int64_t id, const std::string& name, const std::string& unit)
    {
        auto insert = database_.prepare("INSERT INTO series VALUES (?1, ?2, ?2, ?3)").value();
        insert.bind(1, id).value();
        insert.bind(2, name).value();
        insert.bind(3, unit).value();
        insert.run().value();
    }

    /// Of the sample of that time, which is there already.
    void extra(std::int64_t apiary, std::int64_t series, std::int64_t time, double value)
    {
        auto insert = database_
                          .prepare("INSERT INTO extra SELECT apiary, ?2, ts, source, src_id, ?4"
                                   " FROM sample WHERE apiary = ?1 AND ts = ?3")
                          .value();
        insert.bind(1, apiary).value();
        insert.bind(2, series).value();
        insert.bind(3, time).value();
        insert.bind(4, value).value();
        insert.run().value();
    }

    void fault(std::int64_t apiary, std::int64_t time, const std::string& part, double value)
    {
        auto insert = database_
                          .prepare("INSERT INTO quarantine VALUES"
                                   " (1, ?, ?, 'sensor fault', ?, ?, ?, '{}')")
                          .value();
        insert.bind(1, ++rows_).value();
        insert.bind(2, part).value();
        insert.bind(3, apiary).value();
        insert.bind(4, time).value();
        insert.bind(5, value).value();
        insert.run().value();
    }

    void execute(const std::string& sql) { database_.execute(sql).value(); }

private:
    static void bind_real(Statement& insert, int index, std::optional<double> value)
    {
        if (value)
            insert.bind(index, *value).value();
        else
            insert.bind_null(index).value();
    }

    void count(std::int64_t apiary, std::int64_t time)
    {
        auto update = database_
                          .prepare("UPDATE apiary SET count = count + 1,"
                                   " first = min(coalesce(first, ?1), ?1),"
                                   " last = max(coalesce(last, ?1), ?1) WHERE id = ?2")
                          .value();
        update.bind(1, time).value();
        update.bind(2, apiary).value();
        update.run().value();
    }

    Sqlite database_;
    std::int64_t rows_ = 0;
};

}  // namespace hive
