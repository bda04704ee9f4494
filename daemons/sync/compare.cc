#include "daemons/sync/compare.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "daemons/sync/reexamine.h"
#include "lib/log.h"

namespace hive {
namespace {

constexpr std::int64_t rows_of_a_range = 50'000;
constexpr std::int64_t parts = 16;  // a range that differs is divided into
constexpr std::int64_t rows_to_read = 256;  // ranges of no more are read row by row
constexpr std::int64_t most_logged = 1000;  // corrections of one comparison
constexpr int most_looks = 4;  // at a range whose rows are being changed

class Comparison {
public:
    Comparison(RowSource& source, ReadingsWriter& writer, const CopyPlan& plan,
        const std::stop_token& stop)
        : source_ {source}, writer_ {writer}, plan_ {plan}, stop_ {stop}
    {
    }

    Result<Compared> run(const std::function<void(const ComparedRange&, const Compared&)>& on_range)
    {
        mapping_ = TRY(map_columns(source_, plan_));
        compared_.state = TRY(writer_.begin(plan_.source.name, mapping_.shape, plan_.series));
        TRY(reexamine(writer_, mapping_.shape.rules));  // what was in the future may have come
        const auto last = compared_.state.watermark;
        auto first = std::numeric_limits<std::int64_t>::min();
        while (first < last) {
            const IdRange range {first, TRY(writer_.block_end(first, rows_of_a_range))};
            on_range(TRY(compare(range)), compared_);
            if (stop_.stop_requested())
                return fail("stopped");
            if (range.last == last)
                break;
            first = range.last + 1;
        }
        if (compared_.is_equal)
            TRY(writer_.finish_verified(plan_.now));
        compared_.state = TRY(writer_.commit());
        return compared_;
    }

private:
    Result<ComparedRange> compare(IdRange range)
    {
        const auto before = compared_.corrections;
        ComparedRange result {.range = range,
            .here = TRY(writer_.checksum(range)),
            .there = TRY(source_.checksum(mapping_.columns, range))};
        result.is_changing = !result.is_equal();
        for (int look = 0; result.is_changing && look < most_looks; ++look) {
            const auto seen = result.there;
            TRY(correct(range, result.here, result.there));
            TRY(commit());
            result.here = TRY(writer_.checksum(range));
            result.there = TRY(source_.checksum(mapping_.columns, range));
            result.is_changing = !result.is_equal() && result.there != seen;
        }
        const auto& after = compared_.corrections;
        result.corrections = {.late = after.late - before.late,
            .edited = after.edited - before.edited,
            .deleted = after.deleted - before.deleted};
        compared_.rows += result.there.rows;
        ++compared_.ranges;
        if (!result.is_equal())
            compared_.is_changing
                = result.is_changing && (compared_.is_equal || compared_.is_changing);
        compared_.is_equal = compared_.is_equal && result.is_equal();
        return result;
    }

    /// Divides until what is left can be read. Dividing does not help where the source has nothing.
    Result<> correct(IdRange range, const Checksum& here, const Checksum& there)
    {
        if (here.rows <= rows_to_read || there.rows == 0)
            return correct_rows(range);
        const auto rows = (here.rows + parts - 1) / parts;
        for (auto first = range.first;;) {
            const auto end = TRY(writer_.block_end(first, rows));
            const IdRange part {first, std::min(end, range.last)};
            const auto part_here = TRY(writer_.checksum(part));
            const auto part_there = TRY(source_.checksum(mapping_.columns, part));
            if (part_here != part_there)
                TRY(correct(part, part_here, part_there));
            if (part.last == range.last)
                return {};
            first = part.last + 1;
        }
    }

    /// Walks the rows of both sides in the order of ids.
    Result<> correct_rows(IdRange range)
    {
        const auto origins = TRY(writer_.origins(range));
        auto origin = origins.begin();
        TRY(source_.select(mapping_.columns, range));
        while (const auto* row = TRY(source_.next())) {
            for (; origin != origins.end() && origin->id < row->id; ++origin)
                TRY(drop(*origin));
            const bool is_here = origin != origins.end() && origin->id == row->id;
            TRY(is_here ? check(*row, *origin++) : add(*row));
            if (++read_ % plan_.batch == 0)
                TRY(commit());
        }
        for (; origin != origins.end(); ++origin)
            TRY(drop(*origin));
        return {};
    }

    Result<> add(const RemoteRow& row)
    {
        TRY(writer_.replace(row, judge(row, mapping_.shape.rules)));
        ++uncommitted_.late;
        note("late", row.id);
        return {};
    }

    Result<> check(const RemoteRow& row, const Origin& origin)
    {
        if (!origin.is_gone && origin.hash == row_hash(row))
            return {};
        TRY(writer_.replace(row, judge(row, mapping_.shape.rules)));
        if (!origin.hash) {
            ++compared_.hashed;
            return {};
        }
        ++uncommitted_.edited;
        note("edited", row.id);
        return {};
    }

    Result<> drop(const Origin& origin)
    {
        if (origin.is_gone)
            return {};
        TRY(writer_.drop(origin.id, plan_.source.deleting, plan_.now));
        ++uncommitted_.deleted;
        note("deleted", origin.id);
        return {};
    }

    void note(std::string_view what, std::int64_t id)
    {
        if (++noted_ <= most_logged)
            log::notice("corrected {} id={} {}", what, id, log::field("source", plan_.source.name));
        if (noted_ == most_logged)
            log::notice("corrected more, not listed {}", log::field("source", plan_.source.name));
    }

    Result<> commit()
    {
        writer_.count(uncommitted_);
        compared_.state = TRY(writer_.commit());
        compared_.corrections.late += uncommitted_.late;
        compared_.corrections.edited += uncommitted_.edited;
        compared_.corrections.deleted += uncommitted_.deleted;
        uncommitted_ = {};
        return {};
    }

    RowSource& source_;
    ReadingsWriter& writer_;
    const CopyPlan& plan_;
    const std::stop_token& stop_;
    Mapping mapping_;
    Compared compared_;
    Corrections uncommitted_;
    std::int64_t read_ = 0;
    std::int64_t noted_ = 0;
};

}  // namespace

Result<Compared> compare_rows(RowSource& source, ReadingsWriter& writer, const CopyPlan& plan,
    const std::stop_token& stop,
    const std::function<void(const ComparedRange&, const Compared&)>& on_range)
{
    auto compared = Comparison {source, writer, plan, stop}.run(on_range);
    if (!compared)
        writer.roll_back();
    return compared;
}

}  // namespace hive
