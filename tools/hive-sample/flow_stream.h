// tools/hive-sample/flow_stream.h - labelled flows between made-up clients and servers. Pure.
//
// Traffic comes as scenes of some seconds: in each, one or two kinds of attack go against a server
// or two from a few addresses, more or less heavily, while some attacks of all kinds go on all
// the time. Clients of benign flows are in 198.18.0.0/15 and 2001:db8::/32, attackers in
// 203.0.113.0/24 and 198.51.100.0/24, servers in 192.0.2.0/24: all kept for documentation and
// tests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "lib/flow.h"
#include "tools/hive-sample/noise.h"

namespace hive {

struct FlowPlan {
    std::uint64_t seed = 1;
    double rate = 100;  // flows a second, > 0
    double attack_share = 0.25;  // of all flows in the long run, 0-1
    int servers = 4;  // 1 to max_flow_servers
    FlowTime start;  // of flow 0
};
constexpr int max_flow_servers = 100;

class FlowStream {
public:
    explicit FlowStream(const FlowPlan& plan) : plan_ {plan}, noise_ {plan.seed} { }

    /// Flow `index` of the stream, >= 0: a function of the plan alone.
    [[nodiscard]] Flow at(std::int64_t index) const;
    [[nodiscard]] FlowTime time_of(std::int64_t index) const;

private:
    struct Kind {
        std::size_t class_index;
        int server;
        std::int64_t campaign;  // who attacks; 0 for benign flows
    };
    [[nodiscard]] Kind kind_of(std::int64_t index) const;
    [[nodiscard]] int server_of(std::int64_t index) const;
    [[nodiscard]] std::string source_of(const Kind& kind, std::int64_t index) const;

    FlowPlan plan_;
    Noise noise_;
};

}  // namespace hive
