#include "daemons/sync/copier.h"

namespace hive {
namespace {

/// State of one copy_rows().
class Copier {
public:
    Copier(RowSource& source, ReadingsWriter& writer, const CopyPlan& plan, std::stop_token stop)
        : source_ {source}, writer_ {writer}, plan_ {plan}, stop_ {std::move(stop)},
          rules_ {.internal = plan.source.internal_range,
              .external = plan.source.external_range,
              .latest = RowRules::latest_at(plan.now)}
    {
    }

    Result<Copied> run()
    {
        const auto columns = TRY(
            resolve_columns(plan_.source.columns, plan_.source.table, TRY(source_.columns())));
        copied_.state = TRY(writer_.begin(plan_.source.name, plan_.source.time_zone));
        copied_.was_new = copied_.state.is_new;
        TRY(source_.select(columns, copied_.state.watermark));
        while (const auto* row = TRY(source_.next()))
            TRY(take(*row));
        TRY(commit());
        TRY(writer_.finish(plan_.now));
        const auto remote = TRY(source_.count(columns, copied_.state.watermark));
        copied_.is_equal = remote == copied_.state.copied;
        return copied_;
    }

private:
    Result<> take(const RemoteRow& row)
    {
        // Without this, rows that share an id could fall between two runs unseen.
        if (row.id <= last_id())
            return fail("table {}: column {} does not grow: {} comes after {}", plan_.source.table,
                plan_.source.columns.id, row.id, last_id());
        const auto verdict = judge(row, rules_);
        TRY(writer_.add(row, verdict));
        last_id_ = row.id;
        ++uncommitted_;
        uncommitted_rejected_ += verdict.is_sample ? 0 : 1;
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
        plan_.on_batch(copied_);
        if (stop_.stop_requested())
            return fail("stopped");
        return {};
    }

    RowSource& source_;
    ReadingsWriter& writer_;
    const CopyPlan& plan_;
    std::stop_token stop_;
    RowRules rules_;
    Copied copied_;
    std::optional<std::int64_t> last_id_;
    std::int64_t uncommitted_ = 0;
    std::int64_t uncommitted_rejected_ = 0;
};

}  // namespace

Result<Copied> copy_rows(
    RowSource& source, ReadingsWriter& writer, const CopyPlan& plan, const std::stop_token& stop)
{
    auto copied = Copier {source, writer, plan, stop}.run();
    if (!copied)
        writer.roll_back();
    return copied;
}

}  // namespace hive
