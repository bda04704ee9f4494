#include "daemons/sync/copier.h"

#include <algorithm>
#include <future>
#include <limits>
#include <span>
#include <utility>

#include "daemons/sync/read_ahead.h"
#include "daemons/sync/reexamine.h"
#include "lib/log.h"

namespace hive {
namespace {

/// State of one copy_rows().
class Copier {
public:
    Copier(RowSource& source, ReadingsWriter& writer, const CopyPlan& plan, std::stop_token stop)
        : source_ {source}, writer_ {writer}, plan_ {plan}, stop_ {std::move(stop)}
    {
    }

    Result<Copied> run()
    {
        mapping_ = TRY(map_columns(source_, plan_));
        copied_.state = TRY(writer_.begin(plan_.source.name, mapping_.shape, plan_.series));
        copied_.was_new = copied_.state.is_new;
        TRY(reexamine_if_rules_changed());
        newest_id_ = TRY(source_.last_id(mapping_.columns));
        const bool is_begun = copied_.state.watermark != SourceState::before_all;
        TRY(source_.select(mapping_.columns,
            {.first = copied_.state.watermark + (is_begun ? 1 : 0), .last = last_possible_id}));
        TRY(take_all());
        const auto range = newest();
        // The source is asked while the last rows are committed.
        auto there = std::async(
            std::launch::async, [&] { return source_.count(mapping_.columns, range); });
        TRY(writer_.finish(plan_.now));
        TRY(commit());
        copied_.counted = {.here = TRY(writer_.checksum(range)).rows, .there = TRY(there.get())};
        return copied_;
    }

private:
    static constexpr auto last_possible_id = std::numeric_limits<std::int64_t>::max();

    Result<> reexamine_if_rules_changed()
    {
        const auto rules = rules_text(mapping_.shape.rules);
        if (copied_.state.rules == rules)
            return {};
        const auto moved = TRY(reexamine(writer_, mapping_.shape.rules));
        if (moved > 0)
            log::notice("reexamined quarantine: moved rows={} {}", moved,
                log::field("source", plan_.source.name));
        writer_.set_rules(rules);
        return {};
    }

    /// The last look_back ids that were taken.
    [[nodiscard]] IdRange newest() const
    {
        return {std::max(last_id(), SourceState::before_all + look_back) - look_back, last_id()};
    }

    Result<> take_all()
    {
        ReadAhead ahead {source_, mapping_.shape.rules};
        for (auto rows = TRY(ahead.next()); !rows.empty(); rows = TRY(ahead.next()))
            while (!rows.empty()) {
                const auto room = static_cast<std::size_t>(plan_.batch - uncommitted_);
                const auto some = rows.first(std::min(rows.size(), room));
                TRY(take(some));
                rows = rows.subspan(some.size());
            }
        return {};
    }

    /// @param rows no more than the batch has room for
    Result<> take(std::span<const JudgedRow> rows)
    {
        for (const auto& judged : rows) {
            // Without this, rows that share an id could fall between two runs unseen.
            const auto id = judged.row.id;
            if (id <= last_id())
                return fail("table {}: column {} does not grow: {} comes after {}",
                    plan_.source.table, plan_.source.columns.id, id, last_id());
            last_id_ = id;
            uncommitted_rejected_ += judged.verdict.is_sample ? 0 : 1;
        }
        TRY(writer_.add(rows));
        uncommitted_ += static_cast<std::int64_t>(rows.size());
        return uncommitted_ < plan_.batch ? Result<> {} : commit();
    }

    [[nodiscard]] std::int64_t last_id() const
    {
        return last_id_.value_or(copied_.state.watermark);
    }

    Result<> commit()
    {
        copied_.state = TRY(writer_.commit());
        copied_.rows += std::exchange(uncommitted_, 0);
        copied_.rejected += std::exchange(uncommitted_rejected_, 0);
        // Before the first row the watermark is below every id there can be.
        const auto done = std::max<std::int64_t>(last_id(), 0);
        copied_.remaining = std::max<std::int64_t>(newest_id_.value_or(0), done) - done;
        plan_.on_batch(copied_);
        if (stop_.stop_requested())
            return fail("stopped");
        return {};
    }

    RowSource& source_;
    ReadingsWriter& writer_;
    const CopyPlan& plan_;
    std::stop_token stop_;
    Mapping mapping_;
    Copied copied_;
    std::optional<std::int64_t> newest_id_;
    std::optional<std::int64_t> last_id_;
    std::int64_t uncommitted_ = 0;
    std::int64_t uncommitted_rejected_ = 0;
};

ValueRange range_of(const std::string& series, const CopyPlan& plan)
{
    const auto found = std::ranges::find(plan.series, series, &SeriesConfig::name);
    return found == plan.series.end() ? ValueRange {} : found->range;
}

}  // namespace

Result<Mapping> map_columns(RowSource& source, const CopyPlan& plan)
{
    const auto& config = plan.source;
    Mapping mapping {.columns = TRY(resolve_columns(config, TRY(source.columns()))),
        .shape = {.time_zone = config.time_zone,
            .bins = config.bins,
            .rules = {.internal = config.internal_range,
                .external = config.external_range,
                .latest = RowRules::latest_at(plan.now)}}};
    for (const auto& extra : mapping.columns.extras)
        mapping.shape.rules.extras.push_back({extra, range_of(extra, plan)});
    return mapping;
}

Result<Copied> copy_rows(
    RowSource& source, ReadingsWriter& writer, const CopyPlan& plan, const std::stop_token& stop)
{
    auto copied = Copier {source, writer, plan, stop}.run();
    if (!copied)
        writer.roll_back();
    return copied;
}

}  // namespace hive
