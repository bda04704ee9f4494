// daemons/sync/readings_writer.h - writes rows into apiary.db, a batch a transaction.
//
// A transaction holds the rows, what changes in the table apiary and in the rolls, and how far
// the source has been read: a crash or a full disk leaves all of a batch or nothing of it.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "daemons/sync/checkpointer.h"
#include "daemons/sync/row.h"
#include "daemons/sync/row_hash.h"
#include "daemons/sync/row_writer.h"
#include "lib/result.h"
#include "lib/sqlite.h"

namespace hive {

/// Rows that were found to differ from the source, and what was done.
struct Corrections {
    std::int64_t late = 0;  // were missing here: added
    std::int64_t edited = 0;  // were different: replaced
    std::int64_t deleted = 0;  // were no longer there: removed, or kept as gone

    [[nodiscard]] std::int64_t count() const { return late + edited + deleted; }
    bool operator==(const Corrections&) const = default;
};

/// How far one source has been copied.
struct SourceState {
    static constexpr std::int64_t before_all = std::numeric_limits<std::int64_t>::min();

    bool is_new = true;  // never copied to its end, and no row of it is here
    std::int64_t watermark = before_all;  // every remote id up to this was taken
    std::int64_t copied = 0;  // remote rows that are here, refused and gone ones included
    std::int64_t finished = 0;  // when it was last read to its end, epoch seconds; 0 never
    std::int64_t verified = 0;  // when it was last found to be equal, epoch seconds; 0 never
    std::string rules;  // what its quarantine was judged by
    Corrections corrections;  // in all
};

/// A remote row as the table origin knows it.
struct Origin {
    std::int64_t id = 0;
    std::optional<std::int64_t> hash;  // none: an older version stored the row
    bool is_gone = false;  // from the source, and kept here
};

/// A remote row of which something is in quarantine.
struct Kept {
    std::int64_t id = 0;
    std::string faults;  // "PART REASON" a line, in the order of parts
    std::string raw;
    std::optional<std::int64_t> hash;
};

/// The writer of apiary.db. One thread at a time.
class ReadingsWriter {
public:
    /// Makes the file, and the directory it is in, when they are absent.
    static Result<std::unique_ptr<ReadingsWriter>> open(const std::string& path);
    ReadingsWriter(const ReadingsWriter&) = delete;
    ReadingsWriter& operator=(const ReadingsWriter&) = delete;
    ~ReadingsWriter();

    /// What is known of a source, without changing anything.
    Result<SourceState> state(const std::string& source);
    /// Rows and values in quarantine.
    [[nodiscard]] std::int64_t quarantined() const { return quarantined_; }
    /// An apiary and the times of its oldest and newest samples.
    struct Apiary {
        std::int64_t id = 0;
        std::string name;
        std::int64_t first = 0;  // epoch seconds
        std::int64_t last = 0;
    };
    /// Those that have samples.
    Result<std::vector<Apiary>> apiaries();
    /// Removes samples before `end` and commits: of some days, so that readers wait for a moment
    /// at most.
    /// @param end epoch seconds, the start of a day (UTC)
    /// @return how many; 0 when none is left
    Result<std::int64_t> expire(std::int64_t apiary, std::int64_t end);
    /// Makes the rolls of one day that an upgrade has left to be made.
    /// @return whether there was one
    Result<bool> make_stale_roll();
    /// Forgets every row of every source, in one transaction.
    Result<> clear();

    /// The rows from now on come from `source`. What was added and not committed is undone.
    /// @param titles of the further series: title and unit by name
    Result<SourceState> begin(const std::string& source, const RowShape& shape,
        const std::vector<SeriesConfig>& titles = {});
    /// Adds rows to the open transaction, which begins with the first. Ids only grow.
    Result<> add(std::span<const JudgedRow> rows);
    /// Puts a row at or below the watermark in the place of what is here of it.
    Result<> replace(const RemoteRow& row, const Verdict& verdict);
    /// Takes a row out that the source has no longer, or notes that it is kept.
    Result<> drop(std::int64_t id, Deleting deleting, std::int64_t now);
    /// Rows with something in quarantine, in the order of ids, above `after`.
    Result<std::vector<Kept>> kept(std::int64_t after, std::int64_t limit);
    /// Puts a row that is here where it is judged to belong now.
    Result<> rejudge(
        const RemoteRow& row, const Verdict& verdict, std::optional<std::int64_t> hash);
    /// What the quarantine is judged by from now on, saved with the next commit.
    void set_rules(std::string rules) { state_.rules = std::move(rules); }
    /// Adds to what state() tells, with the next commit.
    void count(const Corrections& corrections);

    /// Of the rows that the source should have, too; a hash that is not known counts as 0.
    Result<Checksum> checksum(IdRange range);
    /// The id at which `rows` rows beginning with `first` end; the watermark when there are fewer.
    Result<std::int64_t> block_end(std::int64_t first, std::int64_t rows);
    /// The rows of a range in the order of ids.
    Result<std::vector<Origin>> origins(IdRange range);

    /// @return the state of the source with all rows added so far
    Result<SourceState> commit();
    /// Notes that the source was read to its end, with the next commit. @param now epoch seconds
    Result<> finish(std::int64_t now);
    /// Notes that the source was found to be equal, and commits. @param now epoch seconds
    Result<> finish_verified(std::int64_t now);
    /// Forgets the rows added since the last commit.
    void roll_back();

private:
    struct Statements;
    explicit ReadingsWriter(Sqlite database);
    Result<> prepare();
    Result<> start_transaction();
    Result<> end_transaction();
    Result<> count_quarantine();
    Result<std::int64_t> source_id(const std::string& source);
    Result<std::int64_t> series_id(
        const std::string& name, const std::vector<SeriesConfig>& titles);
    Result<> save_state();

    Sqlite database_;
    std::unique_ptr<Statements> statements_;
    std::unique_ptr<RowWriter> rows_;
    std::optional<Transaction> transaction_;
    std::int64_t version_ = 0;  // PRAGMA data_version: changes when another connection writes
    std::int64_t quarantined_ = 0;  // as committed
    std::int64_t source_ = 0;
    std::int64_t rows_of_transaction_ = 0;
    SourceState state_;  // with the rows added
    SourceState committed_;
    std::unique_ptr<Checkpointer> checkpointer_;
};

}  // namespace hive
