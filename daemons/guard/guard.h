// daemons/guard/guard.h - hive-guard: traffic in from all sources, decisions out to hive-ban.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "daemons/guard/agent_check.h"
#include "daemons/guard/ban_link.h"
#include "daemons/guard/config.h"
#include "daemons/guard/engine.h"
#include "daemons/guard/guard_store.h"
#include "daemons/guard/source.h"
#include "lib/alert_link.h"
#include "lib/daemon.h"
#include "lib/json_fwd.h"

namespace hive {

class Guard : public Service, private TrafficSink {
public:
    static Result<std::unique_ptr<Guard>> create(Daemon& daemon, const GuardConfig& config);
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;
    ~Guard() override;

    // The control verbs, see lib/guard_schema.h.
    [[nodiscard]] Result<Json> status();
    [[nodiscard]] Result<Json> top(std::size_t limit);
    [[nodiscard]] Result<Json> why(const Address& address);
    Result<Json> undo(const std::string& client, bool remembers, const std::string& user);
    Result<Json> undo_decision(std::int64_t decision, bool remembers, const std::string& user);
    Result<Json> ban(const Address& address, std::chrono::seconds time, const std::string& user);
    Result<Json> feedback(std::int64_t decision, const std::string& verdict,
        const std::string& class_name, const std::string& user);
    Result<Json> add_safe(SafeEntry entry);
    Result<Json> remove_safe(
        const std::string& kind, const std::string& value, const std::string& user);
    [[nodiscard]] Json safe() { return engine_.policy().safe().json(); }
    Result<Json> arm(const std::string& class_name, Policy::Arming arming);
    [[nodiscard]] Json models();
    /// Reads the models again if they changed. @return the first mistake
    Result<> reload_models();
    [[nodiscard]] Json metrics();

private:
    /// A model's file and whether it changed.
    struct ModelSlot {
        std::string kind;
        std::string path;
        std::string fingerprint;  // of its card
        double loaded = 0;
        std::size_t trees = 0;
        std::string trouble;
    };

    Guard(Daemon& daemon, const GuardConfig& config, GuardStore store);
    Result<> start();
    Result<> recall_bans();
    Result<> open_sources();
    void take(const TrafficEvent& event, std::string_view server) override;
    void take(const Flow& flow, EventTime time) override;

    void decided(Decision decision);
    void act(const Decision& decision);
    void answered(const BanLink::Question& question, const BanLink::Answer& answer);
    Result<Json> forget(const std::string& client, std::optional<std::int64_t> decision,
        const std::string& class_name, bool remembers, const std::string& user);

    void tick();
    void write();
    void sweep();
    Result<> load_model(ModelSlot& slot);
    void set_model(const ModelSlot& slot, std::optional<Model> model);
    [[nodiscard]] std::optional<Model>& model(const ModelSlot& slot);
    std::set<std::string> take_drift(const std::string& kind, Model& model);
    void look_for_drift();
    void report();
    [[nodiscard]] Json short_status();
    [[nodiscard]] std::vector<SuspectRow> changed_suspects();
    [[nodiscard]] Json suspect_json(const Address& client, const Suspect& suspect);

    Daemon& daemon_;
    GuardConfig config_;
    GuardStore store_;
    Engine engine_;
    AgentCheck agents_;
    std::vector<ModelSlot> models_;
    std::vector<JudgedVector> vectors_;  // to be stored
    std::set<std::string> drifting_;
    std::int64_t decisions_ = 0;
    std::int64_t verdicts_ = 0;
    double started_ = 0;
    std::string store_trouble_;
    std::unique_ptr<AlertLink> alerts_;
    std::unique_ptr<BanLink> ban_;
    std::vector<std::unique_ptr<Source>> sources_;
    Watch tick_;
    Watch sweep_;
    Watch drift_;
};

/// Serves the verbs on the control socket.
void add_verbs(ControlServer& control, Guard& guard);

}  // namespace hive
