// daemons/guard/engine.h - events in, verdicts and decisions out. No I/O, no clock.
//
// The same events in the same order give the same decisions: time is that of the events, and
// advance() is told how late it is where no event says so.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/guard/config.h"
#include "daemons/guard/flow_clients.h"
#include "daemons/guard/model.h"
#include "daemons/guard/open_connections.h"
#include "daemons/guard/policy.h"
#include "daemons/guard/rules.h"
#include "daemons/guard/sample_lines.h"
#include "daemons/guard/traffic.h"
#include "daemons/guard/verdict.h"
#include "lib/flow.h"
#include "lib/http_windows.h"
#include "lib/traffic_event.h"

namespace hive {

/// A feature vector as guard.db's table `window` keeps it.
struct JudgedVector {
    std::chrono::sys_seconds time;
    std::string client;
    std::string server;
    std::string_view kind;  // "http", "flows"
    std::string class_name;
    double score = 0;
    std::string label;
    std::vector<float> features;
};

class Engine {
public:
    struct Callbacks {
        /// Each verdict, whether it leads to a decision or not.
        std::function<void(const Verdict&)> judged = [](const Verdict&) { };
        std::function<void(Decision)> decided;
        /// Vectors to learn from: attacks, at most 50 a second, and one in sample_every others.
        std::function<void(JudgedVector)> learned = [](const JudgedVector&) { };
    };

    Engine(const GuardConfig& config, Callbacks callbacks);
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;
    ~Engine() = default;

    /// @param server what the traffic is shown under; "" for the host of the request
    void take(const TrafficEvent& event, std::string_view server = "");
    /// @param time of the record, or of now for a source whose clock is off
    void take(const Flow& flow, EventTime time);
    /// It is that late, even without an event.
    void advance(EventTime now);
    /// Closes all windows: the end of a replay.
    void finish();

    void set_http_model(std::optional<Model> model) { http_model_ = std::move(model); }
    void set_flow_model(std::optional<Model> model) { flow_model_ = std::move(model); }
    [[nodiscard]] std::optional<Model>& http_model() { return http_model_; }
    [[nodiscard]] std::optional<Model>& flow_model() { return flow_model_; }

    [[nodiscard]] Policy& policy() { return policy_; }
    [[nodiscard]] Traffic& traffic() { return traffic_; }
    /// The youngest event.
    [[nodiscard]] EventTime now() const { return now_; }

    struct ClientCounts {
        EventTime since;
        std::uint32_t requests = 0;
        std::uint32_t errors = 0;
        std::uint32_t attacks = 0;
    };
    /// Of a client that sent requests or flows; nothing when it is not remembered.
    [[nodiscard]] std::optional<ClientCounts> counts(const Address& client) const;
    [[nodiscard]] std::size_t clients() const;
    [[nodiscard]] std::uint64_t evicted() const;
    [[nodiscard]] std::uint64_t late() const { return windows_.late(); }
    /// Events of clients that we had banned, which say nothing new.
    [[nodiscard]] std::uint64_t ignored() const { return ignored_; }

private:
    /// What is kept of each client besides its windows. 128 bytes.
    struct Client {
        RuleState rules;
        std::uint32_t since = 0;  // epoch seconds, as all times here
        std::uint32_t requests = 0;
        std::uint32_t errors = 0;
        std::uint32_t attacks = 0;
        std::uint32_t flagged_until = 0;
        std::uint32_t safe_until = 0;  // a safe user was there
        std::uint16_t server = 0;
        std::uint16_t class_number = 0;  // while flagged
        std::uint32_t agent = 0;  // hash of the last one
        std::uint16_t claimed = 0;  // place in claims_ of the safe agent it says it is
        std::int64_t last_strike = 0;  // microseconds
    };
    [[nodiscard]] bool is_our_doing(const TrafficEvent& event) const;
    void take_request(const TrafficEvent& event, std::uint16_t server);
    void count(Client& client, const TrafficEvent& event, const RequestTraits& request);
    void note_claim(Client& client, std::string_view agent, std::uint32_t hash);
    void look_at_rules(const Address& address, Client& client, RuleState::Offences offences,
        const TrafficEvent* event, EventTime time);
    void note_slow(const Address& address, EventTime now);
    void close_window(ClientTable::Slot slot, const HttpWindowRow& row);
    void judge_flow(const Flow& flow, EventTime time, std::uint16_t server);
    void count_flow(const Flow& flow, const Address& client, EventTime time,
        const Judgement& judgement, std::uint16_t server);
    void strike(Verdict verdict, const Client* client);
    void learn(JudgedVector vector, bool is_attack);
    Client& client_of(ClientTable::Slot slot);

    Callbacks callbacks_;
    const RuleTable rules_;
    const int sample_every_;
    const int learned_a_second_;
    Policy policy_;
    Traffic traffic_;
    OpenConnections connections_;
    SampleLines samples_;
    std::vector<Client> clients_;  // by slot of windows_
    HttpWindows windows_;
    FlowClients flow_clients_;
    std::optional<Model> http_model_;
    std::optional<Model> flow_model_;
    NameList claims_ {1000, ""};  // domains
    EventTime now_ {};
    std::uint64_t ignored_ = 0;
    std::uint64_t unremarkable_ = 0;  // vectors nothing was said against
    std::int64_t learned_second_ = 0;
    int learned_in_second_ = 0;
};

}  // namespace hive
