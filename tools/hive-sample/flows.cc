#include "tools/hive-sample/flows.h"

#include <algorithm>
#include <cmath>
#include <csignal>

#include "lib/daemon.h"
#include "tools/hive-sample/flow_sink.h"
#include "tools/hive-sample/flow_stream.h"
#include "tools/hive-sample/progress.h"
#include "tools/hive-sample/stop_signals.h"

namespace hive {
namespace {

using Clock = std::chrono::steady_clock;

/// Flows are played in portions this far apart.
constexpr std::chrono::milliseconds portion {50};
/// How far a slow reader may hold the play up; what is older is left out.
constexpr double patience_seconds = 2;
constexpr std::chrono::milliseconds reconnect_pause {500};

FlowTime now()
{
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

void add_flow(
    FlowSink& sink, const FlowStream& stream, const FlowArguments& arguments, std::int64_t index)
{
    auto flow = stream.at(index);
    if (arguments.labels == FlowArguments::Labels::hidden)
        flow.label.clear();
    sink.add(flow);
}

Result<> write_at_once(const FlowArguments& arguments, std::int64_t count, FlowSink& sink)
{
    auto plan = arguments.plan;
    const auto end = arguments.end ? FlowTime {std::chrono::seconds {*arguments.end}} : now();
    const auto last = static_cast<double>(count - 1);
    plan.start = end - std::chrono::microseconds {std::llround(last * 1e6 / plan.rate)};
    const FlowStream stream {plan};
    ProgressLine progress {count};
    if (!arguments.socket.empty())
        TRY(sink.connect());
    for (std::int64_t index = 0; index < count; ++index) {
        add_flow(sink, stream, arguments, index);
        TRY(sink.flush(FlowSink::Amount::much));
        progress.show(index + 1);
    }
    return sink.flush(FlowSink::Amount::everything);
}

/// Plays a stream in its own time.
class Play {
public:
    Play(const FlowArguments& arguments, FlowSink& sink)
        : arguments_ {arguments}, sink_ {sink}, stream_ {starting_now(arguments.plan)}
    {
    }

    Result<> run()
    {
        while (!is_over()) {
            TRY(play_due());
            if (stop_.came_within(sink_.is_connected() ? portion : reconnect_pause))
                break;
        }
        leave_out(due());
        fmt::print(
            stderr, "hive-sample: played {} flows, left out {}\n", next_ - left_out_, left_out_);
        return {};
    }

private:
    static FlowPlan starting_now(FlowPlan plan)
    {
        plan.start = now();
        return plan;
    }

    [[nodiscard]] bool is_over() const
    {
        return arguments_.duration && Clock::now() - began_ >= *arguments_.duration;
    }

    /// Flows whose time has come.
    [[nodiscard]] std::int64_t due() const
    {
        const std::chrono::duration<double> played = Clock::now() - began_;
        return static_cast<std::int64_t>(played.count() * arguments_.plan.rate);
    }

    void leave_out(std::int64_t until)
    {
        left_out_ += std::max<std::int64_t>(0, until - next_);
        next_ = std::max(next_, until);
    }

    Result<> play_due()
    {
        const auto end = due();
        if (!is_connected()) {
            leave_out(end);
            return {};
        }
        const auto patience = std::ceil(patience_seconds * arguments_.plan.rate);
        leave_out(end - static_cast<std::int64_t>(patience));
        auto written = write_until(end);
        if (written || arguments_.socket.empty())
            return written;
        fmt::print(stderr, "hive-sample: {}\n", written.error().message());
        return {};
    }

    /// As far as the reader takes them.
    Result<> write_until(std::int64_t end)
    {
        do {
            for (; next_ < end && !sink_.is_full(); ++next_)
                add_flow(sink_, stream_, arguments_, next_);
            TRY(sink_.flush(FlowSink::Amount::everything));
        } while (next_ < end && !sink_.is_full());
        return {};
    }

    bool is_connected()
    {
        if (sink_.is_connected())
            return true;
        const auto connected = sink_.connect();
        if (!connected && !std::exchange(has_complained_, true))
            fmt::print(stderr, "hive-sample: {}; trying on\n", connected.error().message());
        if (connected)
            has_complained_ = false;
        return connected.has_value();
    }

    const FlowArguments& arguments_;
    FlowSink& sink_;
    StopSignals stop_;
    FlowStream stream_;
    Clock::time_point began_ = Clock::now();
    std::int64_t next_ = 0;
    std::int64_t left_out_ = 0;
    bool has_complained_ = false;
};

}  // namespace

Result<> write_flows(const FlowArguments& arguments)
{
    // A reader that has gone is an error of write(2), not the end of this program.
    std::signal(SIGPIPE, SIG_IGN);
    auto sink = TRY(FlowSink::open(arguments));
    if (arguments.count)
        return write_at_once(arguments, *arguments.count, sink);
    Play play {arguments, sink};
    notify_supervisor("READY=1");
    return play.run();
}

}  // namespace hive
