#include "tools/hive-sample/sample.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <vector>

#include <fmt/format.h>

#include "lib/daemon.h"
#include "tools/hive-sample/plan.h"
#include "tools/hive-sample/progress.h"
#include "tools/hive-sample/sink.h"
#include "tools/hive-sample/stop_signals.h"

namespace hive {
namespace {

constexpr std::int64_t rows_in_a_batch = 1000;

std::int64_t epoch_now()
{
    return std::time(nullptr);
}

/// @return the highest id written
Result<std::int64_t> write_rows(RowSink& sink, const Plan& plan)
{
    RowStream stream {plan.rows};
    ProgressLine progress {plan.count};
    std::vector<SampleRow> batch;
    for (std::int64_t done = 0; done < plan.count;) {
        const auto size = std::min(rows_in_a_batch, plan.count - done);
        batch.clear();
        for (std::int64_t i = 0; i < size; ++i)
            batch.push_back(stream.next());
        TRY(sink.write(batch));
        done += size;
        progress.show(done);
    }
    TRY(sink.finish());
    return batch.empty() ? plan.rows.first_id - 1 : batch.back().id;
}

Result<> write_bulk(const Arguments& arguments, RowSink& sink)
{
    const auto now = epoch_now();
    const auto table = TRY(sink.state(now));
    if (table.rows > 0 && arguments.existing == Arguments::Existing::refuse)
        return fail("table {} has {} rows; --append adds to them", arguments.table, table.rows);
    const auto plan = plan_rows(arguments, table, now);
    const auto began = std::chrono::steady_clock::now();
    const auto last_id = TRY(write_rows(sink, plan));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    fmt::print(stderr, "hive-sample: wrote {} rows of {} apiaries up to id {} in {:.1f} s\n",
        plan.count, plan.rows.apiaries, last_id, took.count());
    return {};
}

Result<> write_live(const Arguments& arguments, RowSink& sink)
{
    const StopSignals stop;
    notify_supervisor("READY=1");
    auto table = TRY(sink.state(epoch_now()));
    do
        table.last_id = TRY(write_rows(sink, plan_live(arguments, table, epoch_now())));
    while (!stop.came_within(arguments.live));
    return {};
}

}  // namespace

Result<> write_sample(const Arguments& arguments)
{
    const auto sink = TRY(open_sink(arguments));
    return arguments.live.count() > 0 ? write_live(arguments, *sink) : write_bulk(arguments, *sink);
}

}  // namespace hive
