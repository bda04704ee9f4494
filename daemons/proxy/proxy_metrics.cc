#include "daemons/proxy/proxy.h"
#include "lib/json.h"
#include "lib/metrics.h"

namespace hive {
namespace {

constexpr double milliseconds_per_second = 1e3;
constexpr double microseconds_per_second = 1e6;

constexpr std::array<const char*, std::tuple_size_v<StatusCounters>> classes {
    "left", "1xx", "2xx", "3xx", "4xx", "5xx"};

void add_upstreams(MetricList& list, const Json& rows)
{
    for (const auto& row : rows) {
        const MetricLabels labels {
            {"upstream", text_at(row, "upstream")}, {"server", text_at(row, "server")}};
        list.gauge("upstream_up", "1 while requests go to this server.",
            text_at(row, "state") == "up", labels);
        list.gauge("upstream_requests_active", "Requests this server is answering.",
            integer_at(row, "active"), labels);
        list.counter("upstream_answered_total", "Requests this server answered.",
            integer_at(row, "answered"), labels);
        list.counter("upstream_failed_total", "Requests this server failed.",
            integer_at(row, "failed"), labels);
    }
}

void add_locations(MetricList& list, const Json& rows)
{
    for (const auto& row : rows)
        for (const auto* status : {"2xx", "3xx", "4xx", "5xx"})
            list.counter("location_requests_total", "Requests of a location by status.",
                integer_at(row, status),
                {{"location", text_at(row, "prefix")}, {"status", status}});
}

}  // namespace

Json Proxy::metrics() const
{
    MetricList list {"proxy"};
    const auto counter = [&](const char* name, const char* help, Counter Counters::* which) {
        list.counter(name, help, sum(which));
    };
    add_statuses(list);
    add_latency(list);
    counter("connections_total", "Connections accepted.", &Counters::connections);
    counter("refused_total", "Connections and requests of banned or too many clients.",
        &Counters::refused);
    counter("limited_total", "Requests over a rate.", &Counters::limited);
    counter("failed_logins_total", "Wrong passwords.", &Counters::failed_logins);
    counter("locked_out_total", "Logins of clients that failed too often.", &Counters::locked_out);
    counter("upstream_errors_total", "Requests answered 502 or 504, or cut off in the middle.",
        &Counters::upstream_errors);
    counter("retries_total", "Requests sent again to another server.", &Counters::retries);
    counter("tls_handshakes_total", "TLS handshakes.", &Counters::tls_handshakes);
    counter("tls_resumed_total", "TLS handshakes that resumed a session.", &Counters::tls_resumed);
    counter("events_sent_total", "Events sent to hive-guard.", &Counters::events_sent);
    counter(
        "events_dropped_total", "Events hive-guard had no room for.", &Counters::events_dropped);
    counter("login_cache_hits_total", "Passwords known without hashing.", &Counters::known_logins);
    list.counter("login_hashes_total", "Passwords hashed.", authenticator_->hashed());
    list.gauge("connections_open", "Connections open now.", sum(&Counters::open));
    list.gauge("tunnels_open", "Upgraded connections open now.", sum(&Counters::tunnels));
    list.gauge("bytes_waiting", "Bytes kept for slow clients and upstreams.",
        sum(&Counters::bytes_waiting));
    list.gauge("bans", "Networks refused.", shared_->bans.size());
    list.gauge(
        "ban_link_up", "1 while hive-ban tells who is banned.", ban_follower_->is_connected());
    add_certificates(list);
    add_upstreams(list, upstreams()["upstreams"]);
    add_locations(list, locations()["locations"]);
    return list.answer();
}

void Proxy::add_statuses(MetricList& list) const
{
    for (std::size_t i = 0; i < classes.size(); ++i) {
        std::int64_t total = 0;
        for (const auto& thread : threads_)
            total += thread->counters().statuses[i].value();
        list.counter("requests_total", "Requests by status; 'left' gave up before one.", total,
            {{"status", classes[i]}});
    }
}

void Proxy::add_latency(MetricList& list) const
{
    std::vector<MetricBucket> buckets;
    double count = 0;
    double seconds = 0;
    for (const auto& thread : threads_)
        seconds += static_cast<double>(thread->counters().latency.microseconds.value())
            / microseconds_per_second;
    for (std::size_t i = 0; i <= latency_bounds.size(); ++i) {
        for (const auto& thread : threads_)
            count += static_cast<double>(thread->counters().latency.buckets[i].value());
        if (i < latency_bounds.size())
            buckets.push_back({latency_bounds[i] / milliseconds_per_second, count});
    }
    list.histogram("request_duration_seconds", "Time from a request's first byte to its end.",
        std::move(buckets), count, seconds);
}

void Proxy::add_certificates(MetricList& list) const
{
    if (bearings_.certificates)
        for (const auto& entry : bearings_.certificates->entries())
            list.gauge("certificate_expiry_timestamp_seconds", "When a certificate ends.",
                entry.expires, {{"certificate", entry.name}});
}

}  // namespace hive
