// daemons/sync/readings_writer.h - writes rows into apiary.db, a batch a transaction.
//
// A transaction holds the rows, what changes in the table apiary and in the rolls, and how far
// the source has been read: a crash or a full disk leaves all of a batch or nothing of it.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "daemons/sync/roll_writer.h"
#include "daemons/sync/row.h"
#include "lib/result.h"
#include "lib/sqlite.h"

namespace hive {

/// How far one source has been copied.
struct SourceState {
    static constexpr std::int64_t before_all = std::numeric_limits<std::int64_t>::min();

    bool is_new = true;  // never copied to its end, and no row of it is here
    std::int64_t watermark = before_all;  // every remote id up to this was taken
    std::int64_t copied = 0;  // remote rows taken in all, refused ones included
};

/// The one writer of apiary.db. One thread at a time.
class ReadingsWriter {
public:
    /// Makes the file, and the directory it is in, when they are absent.
    static Result<std::unique_ptr<ReadingsWriter>> open(const std::string& path);
    ReadingsWriter(const ReadingsWriter&) = delete;
    ReadingsWriter& operator=(const ReadingsWriter&) = delete;
    ~ReadingsWriter();

    /// What is known of a source, without changing anything.
    Result<SourceState> state(const std::string& source);
    /// Rows in quarantine.
    Result<std::int64_t> quarantined();

    /// Makes the rolls of one day that an upgrade has left to be made.
    /// @return whether there was one
    Result<bool> make_stale_roll();

    /// The rows added from now on come from `source`. What was added and not committed is undone.
    /// @param time_zone of the apiaries its rows belong to
    Result<SourceState> begin(const std::string& source, std::string time_zone);
    /// Adds a row to the open transaction, which begins with the first. Ids only grow.
    Result<> add(const RemoteRow& row, const Verdict& verdict);
    /// @return the state of the source with all rows added so far
    Result<SourceState> commit();
    /// Notes that the source was read to its end. @param now epoch seconds
    Result<> finish(std::int64_t now);
    /// Forgets the rows added since the last commit.
    void roll_back();

private:
    /// An apiary as this batch has changed it.
    struct Apiary {
        std::int64_t id = 0;
        std::int64_t newest = -1;  // of all its samples, epoch seconds
        std::int64_t first = 0;  // of the rows added, epoch seconds
        std::int64_t last = 0;
        std::int64_t added = 0;
    };
    struct Statements;

    explicit ReadingsWriter(Sqlite database);
    Result<> prepare();
    Result<std::int64_t> source_id(const std::string& source);
    Result<Apiary*> apiary(std::string_view name);
    Result<std::optional<std::int64_t>> known_apiary(std::string_view name);
    Result<> add_sample(const RemoteRow& row, const Verdict& verdict);
    /// @param place where the row's sample is; nullptr: it was refused
    Result<> add_origin(const RemoteRow& row, const Apiary* place);
    Result<> add_fault(const RemoteRow& row, const Fault& fault);
    Result<> save_apiaries();
    Result<> save_state();

    Sqlite database_;
    std::unique_ptr<Statements> statements_;
    std::optional<RollWriter> rolls_;
    std::optional<Transaction> transaction_;
    std::map<std::string, Apiary, std::less<>> apiaries_;  // met since begin()
    std::int64_t source_ = 0;
    std::string time_zone_;
    SourceState state_;  // with the rows added
    SourceState committed_;
};

}  // namespace hive
