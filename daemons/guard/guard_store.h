// daemons/guard/guard_store.h - guard.db, written by hive-guard alone (lib/guard_schema.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "daemons/guard/config.h"
#include "daemons/guard/engine.h"
#include "daemons/guard/safe_list.h"
#include "daemons/guard/traffic.h"
#include "daemons/guard/verdict.h"
#include "lib/json_fwd.h"
#include "lib/result.h"
#include "lib/sqlite.h"

namespace hive {

/// A suspect as the table `client` has it.
struct SuspectRow {
    std::string address;
    Verdict last;
    EventTime since;
    std::size_t strikes = 0;
    Engine::ClientCounts counts;
};

class GuardStore {
public:
    static Result<GuardStore> open(const std::string& path);

    /// Everything that waits, in one transaction.
    struct Batch {
        Traffic::Pending traffic;
        std::vector<SuspectRow> suspects;
        std::vector<JudgedVector> vectors;
        std::string status;  // JSON; "" leaves it as it is
    };
    Result<> write(const Batch& batch, const Traffic& names);

    /// @return its number
    Result<std::int64_t> insert(const Decision& decision);
    Result<> set_action(std::int64_t decision, Decision::Action action, const std::string& why,
        std::optional<double> until);
    /// Decisions against a client, the newest first, as the verb `why` shows them.
    Result<Json> decisions(const std::string& client, int limit);
    struct Stored {
        std::int64_t id;
        std::string client;
        std::string class_name;
        std::string action;
        double time;
    };
    Result<std::optional<Stored>> decision(std::int64_t id);
    /// What a former run left pending was never told to hive-ban.
    Result<> lose_pending();
    struct Ban {
        std::string client;
        double until;
    };
    /// Bans by our decisions that have not ended yet, the latest `most`.
    Result<std::vector<Ban>> bans(double now, std::size_t most);
    /// Marks decisions in force, waiting or lost as undone: hive-ban may have heard of a lost one.
    /// @return how many
    Result<std::int64_t> undo(const std::string& client);
    /// Decisions by action.
    Result<Json> counts();

    Result<> add_feedback(double time, const std::string& client,
        std::optional<std::int64_t> decision, const std::string& verdict,
        const std::string& class_name, const std::string& user);
    /// The vectors of that client, of the ten minutes before `time`, were of this class.
    Result<> label_vectors(const std::string& client, double time, const std::string& class_name);

    Result<std::vector<SafeEntry>> safe();
    Result<> add_safe(const SafeEntry& entry);
    Result<> remove_safe(const std::string& kind, const std::string& value);

    Result<> add_model(const std::string& kind, const std::string& path, const ModelCard& card,
        std::size_t trees, double time);
    Result<> retire_models(const std::string& kind, double time);
    Result<> set_drift(const std::string& kind, const std::vector<Drift>& drift, double time);

    /// When hive-guard first ran here. @param now stored when it never did
    Result<double> first_start(double now);

    /// Removes what is older than the configuration keeps. @param now of the events
    Result<> sweep(const GuardConfig& config, double now);

private:
    explicit GuardStore(Sqlite database) : database_ {std::move(database)} { }
    /// Prepared once, reset for the next use.
    Result<Statement*> statement(const std::string& sql);
    Result<std::int64_t> server_id(const Traffic& names, std::uint16_t number);
    Result<std::int64_t> class_id(const Traffic& names, std::uint16_t number);
    Result<> add_traffic(
        const std::string& table, const Traffic::Counts& counts, const Traffic& names);
    Result<> add_outcomes(const Traffic::Counts& counts, const Traffic& names);
    Result<> put(const SuspectRow& suspect);
    Result<> put(const JudgedVector& vector);
    Result<> sweep_rows(
        const std::string& table, const std::string& column, double before, std::int64_t most);

    Sqlite database_;
    std::map<std::string, Statement> statements_;  // by their text
    std::map<std::uint16_t, std::int64_t> server_ids_;  // by number in Traffic
    std::map<std::uint16_t, std::int64_t> class_ids_;
};

}  // namespace hive
