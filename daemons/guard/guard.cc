#include "daemons/guard/guard.h"

#include <ranges>
#include <utility>

#include "daemons/guard/flow_socket.h"
#include "daemons/guard/followed_file.h"
#include "daemons/guard/proxy_events.h"
#include "lib/file.h"
#include "lib/guard_schema.h"
#include "lib/json.h"
#include "lib/log.h"
#include "lib/model_file.h"
#include "lib/paths.h"

namespace hive {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds tick_period {1000};
constexpr milliseconds sweep_period {60'000};
constexpr std::size_t max_vectors = 5000;  // that wait to be stored

EventTime time_of(double seconds)
{
    return EventTime {std::chrono::microseconds {static_cast<std::int64_t>(seconds * 1e6)}};
}

/// What becomes of a decision by hive-ban's answer.
Decision::Action action_by(BanLink::Answer::What what)
{
    using What = BanLink::Answer::What;
    switch (what) {
    case What::banned: return Decision::Action::banned;
    case What::refused: return Decision::Action::refused;
    case What::lost: return Decision::Action::lost;
    }
    std::unreachable();
}

}  // namespace

Guard::Guard(Daemon& daemon, const GuardConfig& config, GuardStore store)
    : daemon_ {daemon}, config_ {config}, store_ {std::move(store)},
      engine_ {config,
          {.judged = [this](const Verdict&) { ++verdicts_; },
              .decided = [this](Decision decision) { decided(std::move(decision)); },
              .learned =
                  [this](JudgedVector vector) {
                      if (vectors_.size() < max_vectors)
                          vectors_.push_back(std::move(vector));
                  }}},
      agents_ {daemon.loop}, models_ {{.kind = "http", .path = state_path(config.http_model)},
                                 {.kind = "flows", .path = state_path(config.flow_model)}},
      started_ {now_in_seconds()}
{
}

/// What was counted since the last tick is kept.
Guard::~Guard()
{
    sources_.clear();
    write();
}

Result<std::unique_ptr<Guard>> Guard::create(Daemon& daemon, const GuardConfig& config)
{
    auto store = TRY(GuardStore::open(state_path(config.database)));
    std::unique_ptr<Guard> self {new Guard {daemon, config, std::move(store)}};
    TRY(self->start());
    add_verbs(daemon.control, *self);
    return self;
}

Result<> Guard::start()
{
    TRY(store_.lose_pending());
    TRY(recall_bans());
    engine_.policy().set_dry_run_until(
        time_of(TRY(store_.first_start(started_))) + config_.dry_run_for);
    for (auto& entry : TRY(store_.safe()))
        if (const auto added = engine_.policy().safe().add(std::move(entry)); !added)
            log::warning("skipped an entry of the safe list {}",
                log::field("reason", added.error().message()));
    if (const auto loaded = reload_models(); !loaded)
        log::error("{}", loaded.error().message());
    alerts_ = TRY(AlertLink::create(daemon_.loop, runtime_path("supervisor.sock")));
    ban_ = TRY(BanLink::create(
        daemon_.loop, runtime_path("ban.sock"),
        [this](const auto& question, const auto& answer) { answered(question, answer); },
        [this](const Address& client) { return engine_.policy().safe().reason(client); }));
    TRY(open_sources());
    sweep();
    tick_ = TRY(daemon_.loop.every(tick_period, [this] { tick(); }));
    sweep_ = TRY(daemon_.loop.every(sweep_period, [this] { sweep(); }));
    drift_ = TRY(daemon_.loop.every(config_.drift_every, [this] { look_for_drift(); }));
    tick();
    return {};
}

Result<> Guard::recall_bans()
{
    const auto bans = TRY(store_.bans(started_, Policy::max_suspects));
    for (const auto& ban : bans | std::views::reverse)
        if (const auto client = Network::parse(ban.client))
            engine_.policy().recall_ban(client_address(client->address()), time_of(ban.until));
    return {};
}

Result<> Guard::open_sources()
{
    const auto endpoint = [](std::string_view name, bool is_seqpacket) {
        return Endpoint {.unix_path = runtime_path(name), .is_seqpacket = is_seqpacket};
    };
    sources_.push_back(TRY(ProxyEvents::create(
        daemon_.loop, TRY(daemon_.listeners("events", endpoint(traffic_socket, true))), *this)));
    FlowFields fields;
    for (const auto& flows : config_.flows)
        if (flows.path.empty())
            fields = flows.fields();
        else
            sources_.push_back(TRY(FollowedFile::follow_flows(daemon_.loop, flows, *this)));
    sources_.push_back(TRY(FlowSocket::create(daemon_.loop,
        TRY(daemon_.listeners("flows", endpoint(flow_socket_name, false))), fields, *this)));
    for (const auto& access_log : config_.logs)
        sources_.push_back(TRY(FollowedFile::follow_log(daemon_.loop, access_log, *this)));
    return {};
}

void Guard::take(const TrafficEvent& event, std::string_view server)
{
    engine_.take(event, server);
}

void Guard::take(const Flow& flow, EventTime time)
{
    engine_.take(flow, time);
}

/// A robot that may be genuine is looked up before anything is done.
void Guard::decided(Decision decision)
{
    const auto domain = decision.verdict.claimed_domain;
    if (domain.empty() || decision.action == Decision::Action::refused)
        return act(decision);
    const auto client = decision.verdict.client;
    agents_.ask(
        client, domain, [this, decision = std::move(decision), domain](bool is_genuine) mutable {
            if (is_genuine) {
                decision.action = Decision::Action::refused;
                decision.why = "a robot of " + domain;
                engine_.policy().forgive(decision.verdict.client);
            }
            act(decision);
        });
}

void Guard::act(const Decision& decision)
{
    const auto& verdict = decision.verdict;
    ++decisions_;
    const auto number = store_.insert(decision);
    log::notice("decided client={} {} {} score={:.2f} action={} {}",
        client_network(verdict.client).text(), log::field("class", verdict.class_name),
        log::field("by", verdict.by), verdict.score, action_name(decision.action),
        log::field("reason", verdict.reasons.empty() ? "" : verdict.reasons.front().text));
    if (!number)
        log::error("{}", number.error().message());
    if (decision.action == Decision::Action::pending)
        ban_->decide(number.value_or(-1), decision);
}

void Guard::answered(const BanLink::Question& question, const BanLink::Answer& answer)
{
    const bool is_banned = answer.what == BanLink::Answer::What::banned;
    const auto action = action_by(answer.what);
    const auto until = is_banned
        ? std::optional {now_in_seconds() + static_cast<double>(question.ban_time.count())}
        : std::nullopt;
    if (const auto stored = store_.set_action(question.decision, action, answer.why, until);
        !stored)
        log::error("{}", stored.error().message());
    if (is_banned)
        return;
    engine_.policy().take_back_ban(question.client, event_clock_now());
    log::warning("{} decision={} client={} {}", action_name(action), question.decision,
        client_network(question.client).text(), log::field("why", answer.why));
}

void Guard::tick()
{
    engine_.advance(event_clock_now());
    ban_->expire(BanLink::Clock::now());
    if (const auto loaded = reload_models(); !loaded)
        log::error("{}", loaded.error().message());
    write();
    report();
}

void Guard::write()
{
    const GuardStore::Batch batch {.traffic = engine_.traffic().take(),
        .suspects = changed_suspects(),
        .vectors = std::exchange(vectors_, {}),
        .status = to_text(short_status())};
    const auto written = store_.write(batch, engine_.traffic());
    const auto trouble = written ? std::string {} : written.error().message();
    if (trouble != store_trouble_ && !trouble.empty())
        log::error("not stored: {}", trouble);
    store_trouble_ = trouble;
}

void Guard::sweep()
{
    if (const auto swept = store_.sweep(config_, now_in_seconds()); !swept)
        log::warning("failed {}", swept.error().message());
}

std::vector<SuspectRow> Guard::changed_suspects()
{
    std::vector<SuspectRow> rows;
    engine_.policy().suspects().for_each([&](const Address& client, Suspect& suspect) {
        if (!std::exchange(suspect.is_changed, false))
            return;
        rows.push_back({.address = client_network(client).text(),
            .last = suspect.last,
            .since = suspect.since,
            .strikes = suspect.strikes.size(),
            .counts = engine_.counts(client).value_or(Engine::ClientCounts {})});
    });
    return rows;
}

void Guard::report()
{
    std::string trouble = store_trouble_;
    for (const auto& slot : models_)
        if (!slot.trouble.empty())
            trouble = slot.trouble;
    if (!trouble.empty())
        return daemon_.report(Health::degraded, trouble);
    const bool is_dry = engine_.policy().is_dry_run(event_clock_now());
    const bool has_model = engine_.http_model() || engine_.flow_model();
    daemon_.report(Health::ready,
        fmt::format("{}, {}, {} clients", is_dry ? "dry run" : "armed",
            has_model ? "rules and model" : "rules only", engine_.clients()));
}

}  // namespace hive
