#include "daemons/sync/troubles.h"

#include <algorithm>

#include "lib/json.h"

namespace hive {
namespace {

/// Fewer rows say nothing of the share that is refused.
constexpr std::int64_t rows_that_count = 100;

/// SQLite's words when nothing more can be written.
bool is_disk_error(const std::string& error)
{
    return error.contains("disk is full") || error.contains("disk I/O error");
}

std::string sum_text(const Corrections& corrections)
{
    return fmt::format("{} rows were late, {} edited, {} deleted at the source", corrections.late,
        corrections.edited, corrections.deleted);
}

}  // namespace

void Troubles::fire(std::vector<Json>& messages, const Alert& alert)
{
    states_[alert.key] = State::firing;
    messages.push_back({{"key", alert.key}, {"event", "fired"}, {"severity", alert.severity},
        {"source", "hive-sync"}, {"subject", alert.subject}, {"text", alert.text}});
}

/// Also told once after a start: what fired may be from before it.
void Troubles::recover(
    std::vector<Json>& messages, const std::string& key, const std::string& subject)
{
    if (std::exchange(states_[key], State::fine) == State::fine)
        return;
    messages.push_back({{"key", key}, {"event", "recovered"}, {"severity", "info"},
        {"source", "hive-sync"}, {"subject", subject}});
}

std::vector<Json> Troubles::after_copy(const RunResult& result, Clock::time_point now)
{
    std::vector<Json> messages;
    for (const auto& source : result.sources)
        look_at_source(messages, source, now);
    look_at_disk(messages, result);
    look_at_quarantine(messages, result);
    return messages;
}

void Troubles::look_at_source(
    std::vector<Json>& messages, const SourceResult& source, Clock::time_point now)
{
    const auto key = "sync:away:" + source.name;
    if (source.error.empty()) {
        failing_since_.erase(source.name);
        return recover(messages, key, fmt::format("source {} is read again", source.name));
    }
    const auto since = failing_since_.try_emplace(source.name, now).first->second;
    const bool is_long = config_.away.count() > 0 && now - since >= config_.away;
    if (is_long && states_[key] != State::firing)
        fire(messages,
            {key, "warning",
                fmt::format("source {} could not be read for {} minutes", source.name,
                    std::chrono::duration_cast<std::chrono::minutes>(now - since).count()),
                source.error});
}

void Troubles::look_at_disk(std::vector<Json>& messages, const RunResult& result)
{
    const auto full = std::ranges::find_if(
        result.sources, [](const auto& source) { return is_disk_error(source.error); });
    if (full == result.sources.end())
        return recover(messages, "sync:disk", "the store can be written again");
    if (states_["sync:disk"] != State::firing)
        fire(messages, {"sync:disk", "critical", "no room for new rows", full->error});
}

void Troubles::look_at_quarantine(std::vector<Json>& messages, const RunResult& result)
{
    rows_ += result.rows;
    quarantined_ += result.quarantined;
    if (config_.quarantine == 0 || rows_ < rows_that_count)
        return;
    const auto rows = std::exchange(rows_, 0);
    const auto quarantined = std::exchange(quarantined_, 0);
    if (quarantined * 100 < rows * config_.quarantine)
        return recover(messages, "sync:quarantine", "new rows are as they should be again");
    fire(messages,
        {"sync:quarantine", "warning",
            fmt::format(
                "of the last {} rows, {} values or rows went to quarantine", rows, quarantined),
            "hivectl sync quarantine says why"});
}

std::vector<Json> Troubles::after_comparison(const CompareResult& result)
{
    std::vector<Json> messages;
    for (const auto& source : result.sources) {
        const auto key = "sync:difference:" + source.name;
        if (!source.error.empty())
            continue;
        if (!source.is_equal && !source.is_changing)
            fire(messages,
                {key, "critical", fmt::format("source {} and the store differ", source.name),
                    "they could not be made equal; " + sum_text(source.corrections)});
        else if (source.corrections.count() > 0)
            fire(messages,
                {key, "warning",
                    fmt::format("{} rows differed from source {} and were corrected",
                        source.corrections.count(), source.name),
                    sum_text(source.corrections)});
        else if (source.is_equal)
            recover(messages, key, fmt::format("source {} and the store are equal", source.name));
    }
    return messages;
}

}  // namespace hive
