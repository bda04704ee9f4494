#include "daemons/chart/chart.h"
#include "lib/json.h"
#include "lib/metrics.h"

namespace hive {
namespace {

constexpr std::array<const char*, way_count> ways {
    "here", "reads", "changes", "downloads", "follows", "syncs", "guards"};
constexpr std::array<const char*, 3> crowds {"workers", "large_answers", "streams"};

}  // namespace

Json Chart::metrics() const
{
    MetricList list {"chart"};
    for (std::size_t i = 0; i < ways.size(); ++i)
        list.counter("requests_total", "Requests by the way they are answered.", requests_[i],
            {{"way", ways[i]}});
    for (std::size_t i = 0; i < crowds.size(); ++i)
        list.counter("requests_refused_total", "Requests answered 503: too many at once.",
            refused_.at(i), {{"crowd", crowds.at(i)}});
    list.histogram("request_duration_seconds",
        "How long what workers answer took, waiting included.", latency_.buckets(),
        latency_.count(), latency_.sum());
    const auto luck = cache_.luck();
    list.counter("cache_hits_total", "Large answers that were kept.", luck.hits);
    list.counter("cache_misses_total", "Large answers that had to be made.", luck.misses);
    list.gauge("requests_waiting", "Requests that wait for a worker.", waiting_);
    list.gauge("heavy_requests", "Large answers on their way.", heavy_);
    list.gauge("streams_open", "Pages that follow events.", channel_.readers());
    list.gauge("cache_bytes", "Bytes of answers that are kept.", cache_.size());
    return list.answer();
}

}  // namespace hive
