// How RowWriter takes rows out.
#include <algorithm>

#include "daemons/sync/row_statements.h"
#include "daemons/sync/row_writer.h"

namespace hive {

Result<bool> RowWriter::remove(std::int64_t id)
{
    auto& find = statements_->find_origin;
    TRY(find.bind(1, source_));
    TRY(find.bind(2, id));
    const bool is_here = TRY(find.step());
    const bool is_sample = is_here && !find.is_null(0);
    const auto apiary = is_sample ? find.integer(0) : 0;
    const auto time = is_sample ? find.integer(1) : 0;
    find.reset();
    if (is_sample)
        TRY(remove_sample(apiary, time, id));
    for (auto* statement : {&statements_->remove_origin, &statements_->remove_faults}) {
        TRY(statement->bind(1, source_));
        TRY(statement->bind(2, id));
        TRY(statement->run());
    }
    quarantine_growth_ -= database_.changes();
    return is_here;
}

Result<> RowWriter::remove_sample(std::int64_t apiary, std::int64_t time, std::int64_t id)
{
    for (auto* statement : {&statements_->remove_extras, &statements_->remove_sample}) {
        TRY(statement->bind(1, apiary));
        TRY(statement->bind(2, time));
        TRY(statement->bind(3, source_));
        TRY(statement->bind(4, id));
        TRY(statement->run());
    }
    rolls_.touch(apiary, time);
    ++removed_[apiary];
    return {};
}

Result<std::int64_t> RowWriter::expire(std::int64_t apiary, std::int64_t end)
{
    constexpr auto day = roll_spans.back();
    auto& first = statements_->first_sample;
    TRY(first.bind(1, apiary));
    const bool has_any = TRY(first.step()) && !first.is_null(0) && first.integer(0) < end;
    const auto next_day = has_any ? first.integer(0) / day * day + day : 0;
    first.reset();
    if (!has_any)
        return 0;
    std::int64_t count = 0;
    for (auto* statement : {&statements_->expire_origins, &statements_->expire_faults,
             &statements_->expire_extras, &statements_->expire_rolls,
             &statements_->expire_extra_rolls, &statements_->expire_samples}) {
        TRY(statement->bind(1, apiary));
        TRY(statement->bind(2, std::min(next_day, end)));
        TRY(statement->run());
        count = database_.changes();
        quarantine_growth_ -= statement == &statements_->expire_faults ? count : 0;
    }
    removed_[apiary] += count;
    return count;
}

Result<> RowWriter::keep_gone(std::int64_t id, std::int64_t now)
{
    auto& statement = statements_->keep_gone;
    TRY(statement.bind(1, source_));
    TRY(statement.bind(2, id));
    TRY(statement.bind(3, now));
    return statement.run();
}

}  // namespace hive
