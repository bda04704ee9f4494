// daemons/sync/run.h - one run over all sources, on the worker's thread.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "daemons/sync/compare.h"
#include "daemons/sync/config.h"
#include "daemons/sync/connections.h"
#include "daemons/sync/outcome.h"
#include "daemons/sync/readings_writer.h"
#include "lib/result.h"

namespace hive {

/// What the store holds of each source, and how far the run is.
struct Figures {
    struct Source {
        std::string name;
        SourceState state;
    };
    std::vector<Source> sources;
    std::int64_t quarantined = 0;
    std::int64_t run_rows = 0;  // taken, or compared, in this run so far
    std::int64_t remaining = 0;  // at most; of the source it is at

    [[nodiscard]] std::int64_t copied() const;
};

/// Figures that the worker writes and the loop reads.
class Progress {
public:
    [[nodiscard]] Figures figures() const;
    void set(Figures figures);

private:
    mutable std::mutex mutex_;
    Figures figures_;  // guarded by mutex_
};

/// How it went with one source.
struct SourceResult {
    std::string name;
    std::string error;  // "": it was read to its end
    bool is_equal = true;  // of a comparison, after corrections
    bool is_changing = false;  // not equal because rows went on changing
    Corrections corrections;
};

struct RunResult {
    Outcome outcome {};
    std::int64_t rows = 0;
    std::string error;  // when it failed: of the first source that did
    std::int64_t quarantined = 0;  // values and rows that went to quarantine
    Counted counted;  // of all sources
    std::vector<SourceResult> sources;
    std::vector<std::string> warnings;  // of the configuration, as the store shows them now
};

/// How a comparison of all sources ended.
struct CompareResult {
    bool is_equal = true;
    bool is_changing = false;  // not equal, but only because rows went on changing
    std::int64_t rows = 0;
    std::int64_t ranges = 0;
    Corrections corrections;
    std::string error;  // of the first source that could not be compared
    std::vector<SourceResult> sources;
};

/// What the store holds now.
[[nodiscard]] Result<Figures> read_figures(const SyncConfig& config, ReadingsWriter& writer);

/// Copies every source, whose figures are in `progress`, one after the other; one that fails does
/// not keep the others. Then removes what is older than its apiary keeps. Logs a line for each.
[[nodiscard]] RunResult run_sources(const SyncConfig& config, ReadingsWriter& writer,
    Connections& connections, Progress& progress, const std::stop_token& stop);

/// Empties the store, then copies every source; nothing happens when one cannot be reached.
[[nodiscard]] RunResult rebuild_sources(const SyncConfig& config, ReadingsWriter& writer,
    Connections& connections, Progress& progress, const std::stop_token& stop);

using OnRange = std::function<void(const SourceConfig&, const ComparedRange&)>;

/// Compares every source with what is here and corrects what differs.
[[nodiscard]] CompareResult compare_sources(const SyncConfig& config, ReadingsWriter& writer,
    Connections& connections, Progress& progress, const std::stop_token& stop,
    const OnRange& on_range);

}  // namespace hive
