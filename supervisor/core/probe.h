// supervisor/core/probe.h - asks a service, at intervals, whether it still serves.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lib/address.h"
#include "lib/event_loop.h"
#include "lib/fd.h"
#include "lib/result.h"

namespace hive {

enum class ProbeKind {
    none,
    control,  // the verb `ping` on its control socket
    http,  // GET, status 200
};

/// "control", "none" or "http ENDPOINT PATH".
struct ProbeSpec {
    ProbeKind kind = ProbeKind::control;
    Endpoint endpoint;  // http; for control the service's own socket
    std::string path;  // http
    std::string text = "control";
};
[[nodiscard]] Result<ProbeSpec> parse_probe_spec(std::string_view text);

enum class Verdict { serves, degraded, fails };

struct ProbeAnswer {
    Verdict verdict = Verdict::fails;
    std::string text;  // the service's own words, or what went wrong
    std::chrono::duration<double, std::milli> took {};
};

/// What the bytes received so far say. Pure. @return nothing when more is needed to tell
[[nodiscard]] std::optional<ProbeAnswer> judge_control_reply(std::string_view received);
[[nodiscard]] std::optional<ProbeAnswer> judge_http_reply(std::string_view received);

/// Asks once per interval; one question at a time.
class Prober {
public:
    using Callback = std::function<void(const ProbeAnswer&)>;

    /// @param timeout for connecting and the whole answer; shorter than `interval` or equal
    static Result<std::unique_ptr<Prober>> create(EventLoop& loop, ProbeSpec spec,
        std::chrono::milliseconds interval, std::chrono::milliseconds timeout, Callback callback);

private:
    Prober(EventLoop& loop, ProbeSpec spec, std::chrono::milliseconds timeout, Callback callback);
    void ask();
    void write_request();
    void read_answer();
    void finish(ProbeAnswer answer);
    void fail_with(const Error& error);
    [[nodiscard]] std::string request() const;
    [[nodiscard]] std::optional<ProbeAnswer> judge() const;

    EventLoop& loop_;
    ProbeSpec spec_;
    std::chrono::milliseconds timeout_;
    Callback callback_;
    std::chrono::steady_clock::time_point asked_;
    std::string received_;
    Fd connection_;
    Watch connected_;
    Watch readable_;
    Watch deadline_;
    Watch tick_;
};

}  // namespace hive
