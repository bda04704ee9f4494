#include "daemons/guard/replay.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <limits>
#include <memory>
#include <set>
#include <thread>

#include <sysexits.h>
#include <unistd.h>

#include "daemons/guard/config.h"
#include "daemons/guard/engine.h"
#include "daemons/guard/guard_store.h"
#include "daemons/guard/recording.h"
#include "lib/daemon.h"
#include "lib/json.h"
#include "lib/model_file.h"
#include "lib/paths.h"

namespace hive {
namespace {

using std::chrono::steady_clock;

constexpr int shown_refusals = 10;

void say(std::string_view text)
{
    std::fwrite(text.data(), 1, text.size(), stdout);
}

/// "2026-05-29 15:45:01" in local time.
std::string time_text(EventTime time)
{
    const auto seconds
        = std::chrono::system_clock::to_time_t(std::chrono::system_clock::time_point {time});
    std::tm local {};
    ::localtime_r(&seconds, &local);
    std::array<char, 32> text {};
    const auto size = std::strftime(text.data(), text.size(), "%F %T", &local);
    return {text.data(), size};
}

class Replay {
public:
    Replay(const ReplayArguments& arguments, const GuardConfig& config)
        : arguments_ {arguments}, engine_ {config, callbacks()}
    {
    }

    Result<> run(const GuardConfig& config)
    {
        engine_.set_http_model(TRY(load(config.http_model, "http", http_feature_names)));
        engine_.set_flow_model(TRY(load(config.flow_model, "flows", flow_feature_names)));
        if (!arguments_.database.empty())
            store_.emplace(TRY(GuardStore::open(arguments_.database)));
        const Recording::Visitor visitor {
            .request = [this](const TrafficEvent& event) { take(event); },
            .flow = [this](const Flow& flow, EventTime time) { take(flow, time); },
            .refused = [this](std::string_view why) { refuse(why); }};
        const auto begin = steady_clock::now();
        for (const auto& file : arguments_.files)
            TRY(Recording::replay(file, {}, visitor));
        engine_.finish();
        TRY(store());
        summarise(std::chrono::duration<double> {steady_clock::now() - begin}.count());
        return {};
    }

private:
    Engine::Callbacks callbacks()
    {
        return {.judged = [this](const Verdict& verdict) { judged(verdict); },
            .decided = [this](const Decision& decision) { decided(decision); },
            .learned = [this](const JudgedVector& vector) { learned(vector); }};
    }

    static Result<std::optional<Model>> load(
        const std::string& path, std::string_view kind, std::span<const std::string_view> features)
    {
        auto file = TRY(ModelFile::load_if_present(path));
        if (!file)
            return std::nullopt;
        return TRY(Model::create(*std::move(file), kind, features));
    }

    void take(const TrafficEvent& event)
    {
        pace(event.time);
        ++events_;
        engine_.take(event, arguments_.server);
    }
    void take(const Flow& flow, EventTime time)
    {
        pace(time);
        ++events_;
        engine_.take(flow, time);
    }

    /// Waits until it is time for the event, and stores what a second of it came to.
    void pace(EventTime time)
    {
        if (first_ == EventTime {})
            first_ = time;
        if (arguments_.speed) {
            const std::chrono::duration<double> passed = (time - first_) / *arguments_.speed;
            std::this_thread::sleep_until(
                begin_ + std::chrono::duration_cast<steady_clock::duration>(passed));
        }
        if (store_ && time >= stored_ + std::chrono::seconds {1}) {
            stored_ = time;
            if (const auto stored = store(); !stored)
                refuse(stored.error().message());
        }
    }

    Result<> store()
    {
        if (!store_)
            return {};
        return store_->write(
            {.traffic = engine_.traffic().take(), .vectors = std::exchange(vectors_, {})},
            engine_.traffic());
    }

    void refuse(std::string_view why)
    {
        if (++refused_ <= shown_refusals)
            fmt::print(stderr, "hive-guard: {}\n", why);
    }

    [[nodiscard]] bool is_json() const { return arguments_.form == ReplayArguments::Form::json; }

    void judged(const Verdict& verdict)
    {
        ++verdicts_;
        flagged_.insert(verdict.client);
        if (arguments_.detail != ReplayArguments::Detail::decisions)
            show("strike", verdict, "");
    }

    void decided(const Decision& decision)
    {
        ++decisions_;
        const auto action
            = decision.action == Decision::Action::pending ? "ban" : action_name(decision.action);
        show(action, decision.verdict, decision.why);
        if (store_)
            if (const auto stored = store_->insert(decision); !stored)
                refuse(stored.error().message());
    }

    void show(std::string_view what, const Verdict& verdict, std::string_view why)
    {
        const auto client = client_network(verdict.client).text();
        if (is_json())
            return say(
                to_text({{"time", seconds_of(verdict.time)}, {"what", what}, {"client", client},
                    {"server", verdict.server}, {"class", verdict.class_name}, {"by", verdict.by},
                    {"score", verdict.score}, {"why", why},
                    {"reasons", reasons_json(verdict.reasons)}, {"lines", verdict.lines}})
                + '\n');
        say(fmt::format("{} {:<8} {:<15} {} ({}, {:.2f}){}{}\n", time_text(verdict.time), what,
            client, verdict.class_name, verdict.by, verdict.score,
            verdict.reasons.empty() ? "" : ": " + verdict.reasons.front().text,
            why.empty() ? "" : fmt::format("; {}", why)));
    }

    void learned(const JudgedVector& vector)
    {
        if (store_)
            vectors_.push_back(vector);
        if (arguments_.detail != ReplayArguments::Detail::windows)
            return;
        const auto start = vector.time.time_since_epoch().count();
        if (is_json())
            return say(
                to_text({{"window", start}, {"client", vector.client}, {"server", vector.server},
                    {"kind", vector.kind}, {"class", vector.class_name}, {"score", vector.score},
                    {"label", vector.label}})
                + '\n');
        say(fmt::format("{} window   {:<15} {} ({:.2f})\n", time_text(EventTime {vector.time}),
            vector.client, vector.class_name, vector.score));
    }

    void summarise(double seconds)
    {
        if (is_json())
            return say(
                to_text({{"events", events_}, {"refused", refused_}, {"late", engine_.late()},
                    {"clients", engine_.clients()}, {"evicted", engine_.evicted()},
                    {"flagged", flagged_.size()}, {"verdicts", verdicts_},
                    {"decisions", decisions_}, {"seconds", seconds}, {"done", true}})
                + '\n');
        say(fmt::format("{} events of {} clients in {:.2f} s ({:.0f} a second), {} refused\n"
                        "{} strikes against {} clients, {} decisions{}\n",
            events_, engine_.clients(), seconds,
            static_cast<double>(events_) / std::max(seconds, 1e-6), refused_, verdicts_,
            flagged_.size(), decisions_,
            engine_.http_model() || engine_.flow_model() ? ""
                                                         : "; by rules only, there is no model"));
    }

    const ReplayArguments& arguments_;
    Engine engine_;
    std::optional<GuardStore> store_;
    std::vector<JudgedVector> vectors_;
    std::set<Address> flagged_;
    const steady_clock::time_point begin_ = steady_clock::now();
    EventTime first_ {};
    EventTime stored_ {};
    std::uint64_t events_ = 0;
    std::uint64_t refused_ = 0;
    std::uint64_t verdicts_ = 0;
    std::uint64_t decisions_ = 0;
};

/// The daemon's configuration, but armed: what would have been done is the question.
Result<GuardConfig> replay_config(const ReplayArguments& arguments)
{
    GuardConfig config;
    const auto path = arguments.config.empty() ? configuration_path("guard.ini") : arguments.config;
    if (!arguments.config.empty() || ::access(path.c_str(), R_OK) == 0) {
        const auto mistakes = load_config(path, with_common_options(schema(config)));
        if (!mistakes.empty())
            return std::unexpected {mistakes.front()};
    }
    config.mode = GuardMode::armed;
    config.http_model
        = arguments.http_model.empty() ? state_path(config.http_model) : arguments.http_model;
    config.flow_model
        = arguments.flow_model.empty() ? state_path(config.flow_model) : arguments.flow_model;
    if (arguments.detail == ReplayArguments::Detail::windows) {
        config.sample_every = 1;
        config.learned_a_second = std::numeric_limits<int>::max();
    }
    return config;
}

int complain(const Error& error, int status)
{
    fmt::print(stderr, "hive-guard: {}\n", error.message());
    return status;
}

}  // namespace

int replay_command(int argc, char** argv)
{
    const auto arguments = parse_replay_arguments({argv + 1, static_cast<std::size_t>(argc - 1)});
    if (!arguments)
        return complain(arguments.error(), EX_USAGE);
    if (arguments->mode == ReplayArguments::Mode::help) {
        say(replay_help_text());
        return EX_OK;
    }
    const auto config = replay_config(*arguments);
    if (!config)
        return complain(config.error(), EX_CONFIG);
    Replay replay {*arguments, *config};
    if (const auto done = replay.run(*config); !done)
        return complain(done.error(), EX_SOFTWARE);
    return EX_OK;
}

}  // namespace hive
