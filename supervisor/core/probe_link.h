// supervisor/core/probe_link.h - the core's end of the channel to hive-probe.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/event_loop.h"
#include "lib/fd.h"
#include "lib/result.h"
#include "supervisor/core/errand.h"
#include "supervisor/core/probe.h"

namespace hive {

/// A line of hive-probe: ID ok|failed MILLISECONDS TEXT. Pure; fuzzed.
struct ProbeLine {
    std::int64_t id = 0;
    ProbeAnswer answer;
};
[[nodiscard]] std::optional<ProbeLine> parse_probe_line(std::string_view line);

/// Starts hive-probe with the first question. Should it end, the questions under way are
/// answered with Verdict::unknown, and the next one starts it again.
class ProbeLink {
public:
    /// @param user it runs as
    ProbeLink(EventLoop& loop, Errands& errands, std::string user);

    /// @param words of lib/network_probe.h
    /// @return names the question until it is answered
    std::int64_t ask(const std::vector<std::string>& words, std::chrono::milliseconds timeout,
        ProbeAnswered answered);
    void forget(std::int64_t question);

private:
    struct Pending {
        ProbeAnswered answered;
        Watch deadline;
    };
    Result<> ensure_running();
    Result<> send(const std::string& packet);
    void receive();
    void stopped(int run);
    void answer(std::int64_t question, const ProbeAnswer& answer);

    EventLoop& loop_;
    Errands& errands_;
    std::string user_;
    std::int64_t last_ = 0;
    int run_ = 0;  // counts the processes started
    std::map<std::int64_t, Pending> pending_;  // one for each service and check at most
    Fd channel_;
    Watch readable_;
};

class NetworkQuestion : public Question {
public:
    NetworkQuestion(
        ProbeLink& link, std::vector<std::string> words, std::chrono::milliseconds timeout)
        : link_ {link}, words_ {std::move(words)}, timeout_ {timeout}
    {
    }
    ~NetworkQuestion() override { link_.forget(question_); }
    NetworkQuestion(const NetworkQuestion&) = delete;
    NetworkQuestion& operator=(const NetworkQuestion&) = delete;

    void ask(ProbeAnswered answered) override
    {
        question_ = link_.ask(words_, timeout_, std::move(answered));
    }

private:
    ProbeLink& link_;
    std::vector<std::string> words_;
    std::chrono::milliseconds timeout_;
    std::int64_t question_ = 0;
};

/// A program that is run and exits with 0.
class ExecQuestion : public Question {
public:
    /// @param errand with its words, user and timeout
    ExecQuestion(Errands& errands, Errand errand) : errands_ {errands}, errand_ {std::move(errand)}
    {
    }
    ~ExecQuestion() override { errands_.abandon(pid_); }
    ExecQuestion(const ExecQuestion&) = delete;
    ExecQuestion& operator=(const ExecQuestion&) = delete;

    void ask(ProbeAnswered answered) override;

private:
    Errands& errands_;
    Errand errand_;
    pid_t pid_ = 0;
};

}  // namespace hive
