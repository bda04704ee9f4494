// daemons/sync/row_writer.h - one remote row in all tables of the store: in, out, or kept.
//
// Works inside the transaction of its owner. After save() the tables agree: the rolls and what an
// apiary spans are those of the samples.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "daemons/sync/roll_writer.h"
#include "daemons/sync/row.h"
#include "lib/result.h"
#include "lib/sqlite.h"

namespace hive {

/// What the rows of a source are like.
struct RowShape {
    std::string time_zone;  // in which the days of its apiaries are shown
    std::int64_t bins = fft_bins;
    RowRules rules;
};

struct RowStatements;

class RowWriter {
public:
    /// @param database outlives it
    static Result<std::unique_ptr<RowWriter>> create(Sqlite& database);
    RowWriter(const RowWriter&) = delete;
    RowWriter& operator=(const RowWriter&) = delete;
    ~RowWriter();

    /// The rows from now on are of this source.
    /// @param series ids of the further series, in the order of the rules
    Result<> begin(std::int64_t source, const RowShape& shape, std::vector<std::int64_t> series);
    /// Rows whose ids grow. Those that are here change nothing.
    Result<> append(std::span<const JudgedRow> rows);
    /// Nothing changes when a row of this id is here.
    /// @param hash none: it is not known
    Result<> insert(const RemoteRow& row, const Verdict& verdict, std::optional<std::int64_t> hash);
    /// Takes a row out. @return false when there is none of this id
    Result<bool> remove(std::int64_t id);
    /// Notes that the source has a row no longer. @param now epoch seconds
    Result<> keep_gone(std::int64_t id, std::int64_t now);
    /// Takes the samples out that lie before `end`, of the apiary's first day that has any. Their
    /// remote rows stay known.
    /// @param end epoch seconds, the start of a day (UTC)
    /// @return how many; 0 when none is left
    Result<std::int64_t> expire(std::int64_t apiary, std::int64_t end);
    /// Brings what depends on the samples up to date.
    Result<> save();
    /// By how much the quarantine has grown since it was asked, or since forget().
    std::int64_t take_quarantine_growth() { return std::exchange(quarantine_growth_, 0); }
    /// The rolls of one day that are marked as stale. @return whether there was one
    Result<bool> make_stale_roll();
    /// Forgets what was inserted and removed since save(): it is undone, or another connection
    /// has changed the store.
    void forget();

private:
    /// An apiary as the rows since begin() have changed it.
    struct Apiary {
        std::int64_t id = 0;
        std::int64_t newest = -1;  // of all its samples, epoch seconds
        std::int64_t first = 0;  // of the rows added, epoch seconds
        std::int64_t last = 0;
        std::int64_t added = 0;
    };

    RowWriter(Sqlite& database, std::unique_ptr<RowStatements> statements, RollWriter rolls);
    Result<> append_new(std::span<const JudgedRow> rows);
    Result<Apiary*> apiary(std::string_view name);
    /// The apiary of a row that is a sample; else nullptr.
    Result<Apiary*> place_of(const RemoteRow& row, const Verdict& verdict);
    Result<std::optional<std::int64_t>> known_apiary(std::string_view name);
    /// A row and the apiary it belongs to.
    struct Placed {
        const JudgedRow* judged;
        Apiary* apiary;  // nullptr: it is no sample
    };
    Result<bool> insert_origin(
        const RemoteRow& row, const Apiary* place, std::optional<std::int64_t> hash);
    Result<> bind_origin(Statement& statement, int first, const RemoteRow& row, const Apiary* place,
        std::optional<std::int64_t> hash) const;
    Result<> bind_sample(Statement& statement, int first, const Apiary& place, const RemoteRow& row,
        const Verdict& verdict) const;
    /// What a sample that has been inserted changes elsewhere.
    Result<> note_sample(Apiary& place, const RemoteRow& row, const Verdict& verdict);
    Result<> insert_extras(const Apiary& place, const RemoteRow& row, const Verdict& verdict);
    Result<> insert_fault(const RemoteRow& row, const Fault& fault);
    Result<> remove_sample(std::int64_t apiary, std::int64_t time, std::int64_t id);

    Sqlite& database_;
    std::unique_ptr<RowStatements> statements_;
    RollWriter rolls_;
    std::int64_t source_ = 0;
    std::int64_t highest_ = 0;  // id of the source that may be here
    RowShape shape_;
    std::vector<std::int64_t> series_;
    std::map<std::string, Apiary, std::less<>> apiaries_;
    std::map<std::int64_t, std::int64_t> removed_;  // samples, by apiary
    std::int64_t quarantine_growth_ = 0;
    std::vector<ExtraValue> extras_;  // of the row being inserted
    std::vector<Placed> placed_;  // the rows being inserted
};

}  // namespace hive
