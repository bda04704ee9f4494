// daemons/sync/roll_writer.h - keeps the tables roll and extra_roll true to the samples.
//
// The rolls of the newest hour and day of each apiary stay in memory, so that samples that come
// in the order of time are read once. Any other span that changes is made anew from its samples.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "daemons/sync/roll.h"
#include "lib/result.h"
#include "lib/sqlite.h"

namespace hive {

/// Works inside the transaction of its owner.
class RollWriter {
public:
    /// @param database outlives it
    static Result<RollWriter> create(Sqlite& database);
    RollWriter(RollWriter&&) noexcept;
    RollWriter(const RollWriter&) = delete;
    RollWriter& operator=(const RollWriter&) = delete;
    RollWriter& operator=(RollWriter&&) = delete;
    ~RollWriter();

    /// A sample that has just been stored.
    /// @param newest time of the newest sample the apiary had before, epoch seconds: whatever
    ///               begins later is empty
    void add(std::int64_t apiary, std::int64_t newest, const StoredSample& sample,
        std::span<const ExtraValue> extras);
    /// The samples around `time` have changed in another way.
    void touch(std::int64_t apiary, std::int64_t time);
    /// Writes every roll that has changed.
    Result<> save();
    /// Forgets all that was added: the transaction is undone.
    void forget();

private:
    struct Statements;
    struct Key {
        std::int64_t apiary;
        std::int64_t span;  // seconds
        std::int64_t start;  // epoch seconds
        auto operator<=>(const Key&) const = default;
    };
    struct Entry {
        Roll roll;
        bool is_stale = false;  // `roll` does not hold all samples of the span
        bool is_changed = false;  // since the last save
        bool may_be_stored = false;  // the tables may have an older one
    };
    /// The roll of an apiary that a sample went to last: the next mostly goes there, too.
    struct Latest {
        std::int64_t start = -1;
        Entry* entry = nullptr;
    };

    /// Rolls that stay in memory; with more apiaries than that, none do.
    static constexpr std::size_t most_kept = 4096;

    explicit RollWriter(std::unique_ptr<Statements> statements);
    Entry& entry(const Key& key, std::int64_t newest);
    Result<Roll> read(const Key& key);
    Result<> read_extras(const Key& key, Roll& roll);
    Result<> write(const std::vector<std::pair<Key, const Roll*>>& rolls);
    Result<> remove(const Key& key);
    Result<> write_extras(const Key& key, const Roll& roll);
    void keep_newest();

    std::unique_ptr<Statements> statements_;
    std::map<Key, Entry> rolls_;  // after save(): two for each apiary
    std::map<std::int64_t, std::array<Latest, roll_spans.size()>> latest_;  // by apiary
};

}  // namespace hive
