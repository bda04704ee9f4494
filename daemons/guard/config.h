// daemons/guard/config.h - the options of guard.ini.
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <vector>

#include "lib/address.h"
#include "lib/config.h"
#include "lib/flow.h"

namespace hive {

enum class GuardMode {
    automatic,  // dry run for dry_run_for after the first start, then armed
    dry_run,
    armed,
};

/// A robot that names itself, and the domain its addresses belong to.
struct SafeAgent {
    std::string word;  // small letters; what its User-Agent contains
    std::string domain;

    [[nodiscard]] std::string text() const { return word + " in " + domain; }
};
/// "Googlebot in googlebot.com"
[[nodiscard]] Result<SafeAgent> parse_safe_agent(std::string_view text);

/// [rule NAME]; see rules.h for the names.
struct RuleConfig {
    std::string name;
    bool is_enabled = true;
    std::int64_t limit = 0;  // 0: the rule's own
    std::chrono::seconds window {0};  // 0: the rule's own
};

/// [log NAME]
struct LogConfig {
    std::string name;
    std::string path;
    std::string server;  // "" stands for the name
};

/// [flows NAME]
struct FlowsConfig {
    std::string name;
    std::string path;  // "" for the socket
    std::string source = "Source";
    std::string destination = "Destination";
    std::string timestamp = "Timestamp";
    std::string label = "Label";
    std::vector<std::string> features;  // "Pkt Size Avg=avg_size"

    [[nodiscard]] FlowFields fields() const;
};

struct GuardConfig {
    std::string database = "guard/guard.db";
    GuardMode mode = GuardMode::automatic;
    std::chrono::seconds dry_run_for {std::chrono::hours {24}};
    std::vector<std::string> dry_run_classes;
    int strikes = 2;
    std::chrono::seconds strike_window {600};
    std::chrono::seconds ban_time {3600};
    std::int64_t max_clients = 100'000;
    std::string http_model = "guard/http.json";
    std::string flow_model = "guard/flows.json";
    int sample_every = 50;
    int learned_a_second = 50;  // vectors kept for training at most; no option
    std::chrono::seconds slow_after {5};
    double drift_limit = 0.25;
    std::chrono::seconds drift_every {600};
    std::vector<Network> safe_networks;
    std::vector<SafeAgent> safe_agents;
    std::vector<std::string> safe_paths;
    std::vector<std::string> safe_users;
    std::chrono::seconds keep_seconds {std::chrono::hours {2}};
    std::chrono::seconds keep_fives {std::chrono::hours {48}};
    std::chrono::seconds keep_decisions {std::chrono::hours {24 * 30}};
    std::chrono::seconds keep_windows {std::chrono::hours {24 * 14}};
    std::list<RuleConfig> rules;
    std::list<LogConfig> logs;
    std::list<FlowsConfig> flows;
};

[[nodiscard]] Schema schema(GuardConfig& config);

}  // namespace hive
