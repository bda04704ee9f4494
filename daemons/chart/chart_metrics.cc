#include "daemons/chart/chart.h"
#include "lib/json.h"
#include "lib/metrics.h"

namespace hive {
namespace {

constexpr std::array<const char*, way_count> ways {
    "here", "reads", "changes", "downloads", "follows", "syncs", "guards"};

}  // namespace

Json Chart::metrics() const
{
    MetricList list {"chart"};
    for (std::size_t i = 0; i < ways.size(); ++i)
        list.counter("requests_total", "Requests by the way they are answered.", requests_[i],
            {{"way", ways[i]}});
    list.counter("requests_refused_total", "Requests answered 503, too many waited.", refused_);
    list.gauge("requests_waiting", "Requests that wait for a worker.", waiting_);
    list.gauge("heavy_requests", "Large answers on their way.", heavy_);
    list.gauge("streams_open", "Pages that follow events.", channel_.readers());
    list.gauge("cache_bytes", "Bytes of answers that are kept.", cache_.size());
    return list.answer();
}

}  // namespace hive
