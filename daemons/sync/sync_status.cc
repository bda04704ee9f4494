#include "daemons/sync/sync_status.h"

#include <algorithm>
#include <utility>

#include "daemons/sync/sync.h"
#include "lib/json.h"
#include "lib/paths.h"

namespace hive {
namespace {

using SystemClock = std::chrono::system_clock;
using SteadyClock = std::chrono::steady_clock;

Json watermark_of(const SourceState& state)
{
    return state.watermark == SourceState::before_all ? Json() : Json(state.watermark);
}

}  // namespace

std::int64_t epoch(std::optional<SystemClock::time_point> time)
{
    if (!time)
        return 0;
    return std::chrono::duration_cast<std::chrono::seconds>(time->time_since_epoch()).count();
}

Json describe(const RunResult& result)
{
    Json object {{"outcome", outcome_word(result.outcome)}, {"rows", result.rows},
        {"text", outcome_text(result.outcome, result.rows, result.error)}};
    if (result.outcome == Outcome::mismatch)
        object.update({{"here", result.counted.here}, {"there", result.counted.there}});
    return object;
}

Json describe(const Corrections& corrections)
{
    return {{"late", corrections.late}, {"edited", corrections.edited},
        {"deleted", corrections.deleted}};
}

Json describe(const CompareResult& result)
{
    return {{"equal", result.is_equal}, {"changing", result.is_changing}, {"rows", result.rows},
        {"ranges", result.ranges}, {"corrected", describe(result.corrections)},
        {"error", result.error}};
}

Json describe(const SourceConfig& source, const ComparedRange& range)
{
    const bool is_open = range.range.first == SourceState::before_all;
    return {{"source", source.name}, {"first", is_open ? Json() : Json(range.range.first)},
        {"last", range.range.last}, {"rows", range.here.rows}, {"sum", range.here.sum},
        {"source_rows", range.there.rows}, {"source_sum", range.there.sum},
        {"equal", range.is_equal()}, {"changing", range.is_changing},
        {"corrected", describe(range.corrections)}};
}

Json Sync::progress_line() const
{
    const std::chrono::duration<double> took = SteadyClock::now() - run_began_;
    const auto figures = progress_.figures();
    return {{"rows", figures.run_rows},
        {"rate", static_cast<double>(figures.run_rows) / std::max(took.count(), 1e-3)},
        {"remaining", figures.remaining}};
}

std::string_view Sync::state_word() const
{
    if (!running_)
        return failures_ > 0 ? "retrying" : "waiting";
    switch (*running_) {
    case Job::copy: return "copying";
    case Job::verify: return "verifying";
    case Job::rebuild: return "rebuilding";
    }
    std::unreachable();
}

Json Sync::status() const
{
    const auto figures = progress_.figures();
    Json object {{"state", state_word()},
        {"watermark",
            figures.sources.empty() ? Json() : watermark_of(figures.sources.front().state)},
        {"copied", figures.copied()}, {"quarantined", figures.quarantined},
        {"last_run", epoch(last_run_)}, {"next_run", epoch(next_run_)}, {"failures", failures_},
        {"store", state_path(config_.store)}};
    object["outcome"] = last_result_ ? Json(outcome_word(last_result_->outcome)) : Json();
    object["rows"] = last_result_ ? last_result_->rows : 0;
    object["error"] = last_result_ ? last_result_->error : "";
    object["text"] = last_result_
        ? outcome_text(last_result_->outcome, last_result_->rows, last_result_->error)
        : "";
    object["comparison"] = last_comparison_ ? describe(*last_comparison_) : Json();
    object["warnings"] = warnings_;
    if (running_)
        object["progress"] = progress_line();
    auto& sources = object["sources"] = Json::array();
    for (const auto& [name, state] : figures.sources)
        sources.push_back(
            {{"name", name}, {"watermark", watermark_of(state)}, {"copied", state.copied},
                {"verified", state.verified}, {"corrected", describe(state.corrections)}});
    return object;
}

}  // namespace hive
