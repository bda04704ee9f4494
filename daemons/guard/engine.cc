#include "daemons/guard/engine.h"

#include <algorithm>

#include "lib/guard_schema.h"

namespace hive {
namespace {

using std::chrono::floor;
using std::chrono::seconds;

/// Traffic of a client counts as an attack for so long after a verdict.
constexpr std::uint32_t flagged_for = 10;
constexpr std::uint32_t user_safe_for = 600;
constexpr std::int64_t strike_gap = 1'000'000;  // microseconds

std::uint32_t epoch(EventTime time)
{
    return static_cast<std::uint32_t>(
        std::max<std::int64_t>(floor<seconds>(time).time_since_epoch().count(), 0));
}

}  // namespace

Engine::Engine(const GuardConfig& config, Callbacks callbacks)
    : callbacks_ {std::move(callbacks)}, rules_ {rules_of(config.rules)},
      sample_every_ {config.sample_every}, learned_a_second_ {config.learned_a_second},
      policy_ {config}, connections_ {config.slow_after},
      windows_ {static_cast<std::size_t>(config.max_clients),
          {.closed = [this](auto slot, const auto& row) { close_window(slot, row); },
              .evicted = [this](auto slot) { clients_[slot] = {}; }}},
      flow_clients_ {static_cast<std::size_t>(config.max_clients)}
{
    clients_.reserve(static_cast<std::size_t>(config.max_clients));
}

Engine::Client& Engine::client_of(ClientTable::Slot slot)
{
    if (slot == clients_.size())
        clients_.emplace_back();
    return clients_[slot];
}

void Engine::take(const TrafficEvent& event, std::string_view server)
{
    now_ = std::max(now_, event.time);
    connections_.note(event);
    const bool is_request
        = event.kind == TrafficEvent::Kind::answered || event.kind == TrafficEvent::Kind::aborted;
    if (!is_request)
        return advance(now_);
    const bool is_ours = is_our_doing(event);
    if (is_ours || policy_.safe().has_path(event.target)) {
        ignored_ += is_ours ? 1 : 0;
        traffic_.count_second(
            event.time, traffic_.server(server.empty() ? event.host : server), Traffic::benign);
        return advance(now_);
    }
    take_request(event, traffic_.server(server.empty() ? event.host : server));
    advance(now_);
}

/// A ban is answered 403, or its packets are dropped: then what had begun is cut short.
bool Engine::is_our_doing(const TrafficEvent& event) const
{
    const bool may_be
        = event.status == 403 || event.status == 408 || event.kind == TrafficEvent::Kind::aborted;
    return event.is_banned
        || (may_be && policy_.is_banned(client_address(event.client), event.time));
}

void Engine::take_request(const TrafficEvent& event, std::uint16_t server)
{
    const auto request = traits_of(event);
    const auto slot = windows_.touch(event.client);
    auto& client = client_of(slot);
    client.server = server;
    const auto address = client_address(event.client);
    count(client, event, request);
    const auto offences = client.rules.add(rules_, request, event.time);
    windows_.add(slot, event.time, request);
    const bool is_kept = is_telling(request);
    if (is_kept)
        samples_.add(address, sample_line(event));
    look_at_rules(address, client, offences, is_kept ? nullptr : &event, event.time);
    const bool is_flagged = client.flagged_until > epoch(event.time);
    client.attacks += is_flagged ? 1 : 0;
    traffic_.count_second(event.time, server, is_flagged ? client.class_number : Traffic::benign);
}

void Engine::count(Client& client, const TrafficEvent& event, const RequestTraits& request)
{
    const auto now = epoch(event.time);
    if (client.requests == 0)
        client.since = now;
    ++client.requests;
    client.errors += request.status >= 400 ? 1 : 0;
    if (policy_.safe().has_user(event.user))
        client.safe_until = now + user_safe_for;
    if (request.agent_hash != client.agent)
        note_claim(client, event.agent, request.agent_hash);
}

void Engine::note_claim(Client& client, std::string_view agent, std::uint32_t hash)
{
    client.agent = hash;
    const auto* const claimed = policy_.safe().claimed(agent);
    client.claimed = claimed == nullptr ? std::uint16_t {0} : claims_.number(claimed->domain);
}

/// @param event of which a line is to be kept when it makes a strike; null for none
void Engine::look_at_rules(const Address& address, Client& client, RuleState::Offences offences,
    const TrafficEvent* event, EventTime time)
{
    const auto micros = time.time_since_epoch().count();
    if (micros - client.last_strike < strike_gap && client.last_strike != 0)
        return;
    const auto fired = client.rules.fired(rules_, offences);
    if (!fired)
        return;
    client.last_strike = micros;
    const auto& rule = rules_[static_cast<std::size_t>(*fired)];
    if (event != nullptr)
        samples_.add(address, sample_line(*event));
    client.class_number = traffic_.class_number(rule.class_name);
    client.flagged_until = epoch(time) + flagged_for;
    strike({.time = time,
               .client = address,
               .server = traffic_.servers().name(client.server),
               .class_name = std::string {rule.class_name},
               .by = "rule " + std::string {rule.name},
               .score = client.rules.score(rules_, *fired),
               .reasons = client.rules.reasons(rules_),
               .lines = samples_.of(address)},
        &client);
}

void Engine::note_slow(const Address& address, EventTime now)
{
    if (policy_.is_banned(client_address(address), now)) {
        ++ignored_;
        return;
    }
    const auto slot = windows_.touch(address);
    auto& client = client_of(slot);
    if (client.since == 0)
        client.since = epoch(now);
    const auto offences = client.rules.add(rules_, RuleId::slow, now);
    samples_.add(client_address(address), "a connection without a whole request");
    look_at_rules(client_address(address), client, offences, nullptr, now);
}

void Engine::advance(EventTime now)
{
    now_ = std::max(now_, now);
    connections_.find_slow(now_, [this](const Address& address) { note_slow(address, now_); });
    windows_.advance(now_);
}

void Engine::finish()
{
    windows_.finish();
}

/// A window that is over: the model's turn.
void Engine::close_window(ClientTable::Slot slot, const HttpWindowRow& row)
{
    auto& client = clients_[slot];
    const auto end = EventTime {row.start + http_window};
    const bool was_flagged = client.flagged_until > epoch(row.start);
    auto judged = was_flagged ? client.class_number : Traffic::benign;
    double score = was_flagged ? 1 : 0;
    if (http_model_) {
        const auto judgement = http_model_->judge(row.features);
        score = judgement.score;
        if (judgement.is_attack) {
            judged = was_flagged
                ? judged
                : traffic_.class_number(http_model_->class_name(judgement.class_index));
            client.class_number = judged;
            client.flagged_until = std::max(client.flagged_until, epoch(end) + flagged_for);
            // A model has seen few kinds of ordinary clients: it takes a rule's doubts as well.
            if (client.rules.is_suspect(rules_))
                strike({.time = end,
                           .client = row.client,
                           .server = traffic_.servers().name(client.server),
                           .class_name = traffic_.classes().name(judged),
                           .by = "model http",
                           .score = judgement.score,
                           .reasons = http_model_->reasons(row.features, judgement.class_index),
                           .lines = samples_.of(row.client)},
                    &client);
        }
    }
    traffic_.count_five(row.start, client.server, judged, row.window.requests);
    learn({.time = row.start,
              .client = client_network(row.client).text(),
              .server = traffic_.servers().name(client.server),
              .kind = "http",
              .class_name = traffic_.classes().name(judged),
              .score = score,
              .features = {row.features.begin(), row.features.end()}},
        judged != Traffic::benign);
}

void Engine::strike(Verdict verdict, const Client* client)
{
    std::optional<std::string> spared;
    if (client != nullptr && client->safe_until > epoch(verdict.time))
        spared = "a safe user is there";
    if (client != nullptr)
        verdict.claimed_domain = claims_.name(client->claimed);
    callbacks_.judged(verdict);
    if (auto decision = policy_.judge(verdict, spared))
        callbacks_.decided(*std::move(decision));
}

void Engine::learn(JudgedVector vector, bool is_attack)
{
    if (!is_attack && unremarkable_++ % static_cast<std::uint64_t>(sample_every_) != 0)
        return;
    const auto second = vector.time.time_since_epoch().count();
    if (second != learned_second_) {
        learned_second_ = second;
        learned_in_second_ = 0;
    }
    if (learned_in_second_++ < learned_a_second_)
        callbacks_.learned(std::move(vector));
}

std::optional<Engine::ClientCounts> Engine::counts(const Address& client) const
{
    if (const auto slot = windows_.clients().find(client); slot != ClientTable::none) {
        const auto& kept = clients_[slot];
        return ClientCounts {.since = EventTime {seconds {kept.since}},
            .requests = kept.requests,
            .errors = kept.errors,
            .attacks = kept.attacks};
    }
    if (const auto* flows = flow_clients_.find(client))
        return ClientCounts {.since = EventTime {seconds {flows->since}},
            .requests = flows->all_flows,
            .attacks = flows->all_attacks};
    return std::nullopt;
}

std::size_t Engine::clients() const
{
    return windows_.clients().size() + flow_clients_.table().size();
}

std::uint64_t Engine::evicted() const
{
    return windows_.clients().evicted() + flow_clients_.table().evicted();
}

}  // namespace hive
