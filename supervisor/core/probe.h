// supervisor/core/probe.h - asks a service, at intervals, whether it still serves.
//
// What comes from a network is read by hive-probe, a process of its own without rights; from it
// comes one line. The core itself reads the answers on control sockets only.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/event_loop.h"
#include "lib/result.h"

namespace hive {

enum class ProbeKind {
    none,
    control,  // the verb `ping` on its control socket
    network,  // lib/network_probe.h
    exec,  // a program that exits with 0
};

/// "control", "none", "exec PROGRAM ARGUMENT…" or the words of a network probe.
struct ProbeSpec {
    ProbeKind kind = ProbeKind::control;
    std::vector<std::string> words;  // network: all; exec: program and arguments
    std::string text = "control";
};
[[nodiscard]] Result<ProbeSpec> parse_probe_spec(std::string_view text);
/// Only the words of a network probe.
[[nodiscard]] Result<ProbeSpec> parse_network_probe_spec(std::string_view text);

/// So many failures among the last so many probes.
struct ProbeTolerance {
    int failures = 3;
    int window = 3;  // at most 64
};
/// "3" (in a row) or "3 of 5".
[[nodiscard]] Result<ProbeTolerance> parse_probe_tolerance(std::string_view text);

enum class Verdict {
    serves,
    degraded,
    fails,
    unknown,  // it could not be asked
};

struct ProbeAnswer {
    Verdict verdict = Verdict::fails;
    std::string text;  // the service's own words, or what went wrong
    std::chrono::duration<double, std::milli> took {};
};
using ProbeAnswered = std::function<void(const ProbeAnswer&)>;

/// One way to ask. Destroying it forgets the question under way.
class Question {
public:
    virtual ~Question() = default;
    /// Called again only once the last question was answered. @param answered called once, later
    virtual void ask(ProbeAnswered answered) = 0;
};

struct ProbeTimes {
    std::chrono::milliseconds delay {0};  // before the first
    std::chrono::milliseconds interval {5000};
    std::chrono::milliseconds slow {0};  // an answer that takes longer is degraded; 0: none is
};

/// Asks once per interval; one question at a time.
class Prober {
public:
    static Result<std::unique_ptr<Prober>> create(EventLoop& loop,
        std::unique_ptr<Question> question, const ProbeTimes& times, ProbeAnswered answered);

private:
    Prober(EventLoop& loop, std::unique_ptr<Question> question, const ProbeTimes& times,
        ProbeAnswered answered);
    Result<> begin();
    void ask();
    void take(ProbeAnswer answer);

    EventLoop& loop_;
    ProbeTimes times_;
    ProbeAnswered answered_;
    bool is_asking_ = false;
    std::unique_ptr<Question> question_;
    Watch tick_;
};

}  // namespace hive
