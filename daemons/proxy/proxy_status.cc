#include <array>
#include <mutex>
#include <numeric>

#include "daemons/proxy/connection.h"
#include "daemons/proxy/proxy.h"
#include "lib/json.h"

namespace hive {

namespace {

constexpr std::size_t most_connections = 200;

using StatusSums = std::array<std::int64_t, std::tuple_size_v<StatusCounters>>;

std::string_view action_name(const Location& location)
{
    if (std::holds_alternative<UpstreamChoice>(location.action))
        return "proxy";
    if (std::holds_alternative<FileDirectory>(location.action))
        return "files";
    return std::holds_alternative<Redirect>(location.action) ? "redirect" : "answer";
}

std::string_view health_of(const UpstreamGroup& group, std::size_t server)
{
    if (group.state(server).fails_check.load(std::memory_order_relaxed))
        return "down";
    return group.is_usable(server, UpstreamGroup::Clock::now()) ? "up" : "resting";
}

Json row_of(const Connection& connection)
{
    const auto* const exchange = connection.exchange();
    const std::chrono::duration<double> age = Connection::Clock::now() - connection.began();
    Json row {{"number", connection.number()}, {"client", connection.client().text()},
        {"tls", connection.is_tls()}, {"state", connection.state()}, {"seconds", age.count()}};
    row["user"] = exchange == nullptr ? "" : exchange->user();
    row["request"] = exchange == nullptr ? "" : std::string {exchange->head().line};
    return row;
}

/// Rows of all threads, gathered one thread after the other.
struct Gathered {
    Json rows = Json::array();
    std::mutex mutex;
    std::size_t threads_left = 0;
};

}  // namespace

void Proxy::serve_verbs()
{
    const auto serve = [this](const char* name, const char* help, Json (Proxy::*made)() const) {
        daemon_.control.verb(name, help, {"hive-portal"},
            [this, made](const Json& /*arguments*/, const ControlReply& reply) {
                reply.done((this->*made)());
            });
    };
    serve("status", "Counters since the start.", &Proxy::status);
    serve("metrics", "All counters, in the form of lib/metrics.h.", &Proxy::metrics);
    serve("upstreams", "How each upstream server is.", &Proxy::upstreams);
    serve("locations", "What each location served.", &Proxy::locations);
    daemon_.control.verb("connections", "Who is connected, at most 200.", {"hive-portal"},
        [this](const Json& /*arguments*/, const ControlReply& reply) { list_connections(reply); });
}

void Proxy::list_connections(const ControlReply& reply)
{
    const auto gathered = std::make_shared<Gathered>();
    gathered->threads_left = threads_.size();
    const auto look = [gathered](const Connection& connection) {
        const std::lock_guard lock {gathered->mutex};
        if (gathered->rows.size() < most_connections)
            gathered->rows.push_back(row_of(connection));
    };
    // The answer belongs to the main loop.
    const auto done = [this, gathered, reply] {
        daemon_.loop.post([this, gathered, reply] {
            if (--gathered->threads_left == 0)
                reply.done(
                    {{"connections", std::move(gathered->rows)}, {"open", sum(&Counters::open)}});
        });
    };
    for (auto& thread : threads_)
        thread->visit(look, done);
}

std::int64_t Proxy::sum(Counter Counters::* counter) const
{
    std::int64_t total = 0;
    for (const auto& thread : threads_)
        total += (thread->counters().*counter).value();
    return total;
}

Json Proxy::status() const
{
    return {{"requests", sum(&Counters::requests)}, {"connections", sum(&Counters::connections)},
        {"open", sum(&Counters::open)}, {"tunnels", sum(&Counters::tunnels)},
        {"bytes_waiting", sum(&Counters::bytes_waiting)}, {"refused", sum(&Counters::refused)},
        {"limited", sum(&Counters::limited)}, {"slow_readers", sum(&Counters::slow_readers)},
        {"failed_logins", sum(&Counters::failed_logins)},
        {"locked_out", sum(&Counters::locked_out)},
        {"auth_cache_hits", sum(&Counters::known_logins)},
        {"auth_hashed", authenticator_->hashed()},
        {"upstream_errors", sum(&Counters::upstream_errors)}, {"retries", sum(&Counters::retries)},
        {"tls_handshakes", sum(&Counters::tls_handshakes)},
        {"tls_resumed", sum(&Counters::tls_resumed)}, {"events_sent", sum(&Counters::events_sent)},
        {"events_dropped", sum(&Counters::events_dropped)}, {"bans", shared_->bans.size()},
        {"ban_link", ban_follower_->is_connected()}, {"failures_waiting", failures_->waiting()},
        {"failures_dropped", failures_->dropped()}, {"users", bearings_.accounts->users().size()},
        {"threads", threads_.size()}};
}

Json Proxy::upstreams() const
{
    Json rows = Json::array();
    for (const auto& group : bearings_.settings->upstreams)
        for (std::size_t i = 0; i < group->size(); ++i) {
            const auto& server = group->config().servers[i];
            const auto& state = group->state(i);
            rows.push_back({{"upstream", group->config().name}, {"server", server.endpoint.text()},
                {"weight", server.weight}, {"state", health_of(*group, i)},
                {"active", state.active.load()}, {"answered", state.answered.load()},
                {"failed", state.failed.load()}});
        }
    return {{"upstreams", std::move(rows)}};
}

Json Proxy::locations() const
{
    Json rows = Json::array();
    for (const auto& location : bearings_.settings->routes.locations()) {
        StatusSums sums {};
        for (const auto& thread : threads_)
            thread->location_counters().visit(
                [&](const std::string& prefix, const StatusCounters& counters) {
                    for (std::size_t i = 0; prefix == location.prefix && i < sums.size(); ++i)
                        sums[i] += counters[i].value();
                });
        rows.push_back({{"prefix", location.prefix}, {"action", action_name(location)},
            {"auth", location.needs_login ? "basic" : "off"},
            {"requests", std::accumulate(sums.begin(), sums.end(), std::int64_t {0})},
            {"2xx", sums[2]}, {"3xx", sums[3]}, {"4xx", sums[4]}, {"5xx", sums[5]}});
    }
    return {{"locations", std::move(rows)}};
}

}  // namespace hive
