// daemons/chart/chart.h - wires server, store, site, live events, alerts and the update button.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "daemons/chart/alert_rounds.h"
#include "daemons/chart/answer_cache.h"
#include "daemons/chart/config.h"
#include "daemons/chart/csv.h"
#include "daemons/chart/guard_link.h"
#include "daemons/chart/identity.h"
#include "daemons/chart/latency.h"
#include "daemons/chart/live.h"
#include "daemons/chart/pages.h"
#include "daemons/chart/query.h"
#include "daemons/chart/requests.h"
#include "daemons/chart/routes.h"
#include "daemons/chart/site.h"
#include "daemons/chart/store.h"
#include "daemons/chart/sync_request.h"
#include "daemons/chart/traffic_live.h"
#include "daemons/chart/traffic_store.h"
#include "lib/daemon.h"
#include "lib/http_server.h"
#include "lib/json_fwd.h"
#include "lib/worker.h"

namespace hive {

/// Requests are routed on the loop; those that read or change something are answered by workers.
class Chart : public Service {
public:
    /// @param daemon, config outlive the Chart
    static Result<std::unique_ptr<Service>> create(Daemon& daemon, const ChartConfig& config);

    /// Open event streams; more are answered 503, so that ordinary requests find room.
    static constexpr std::size_t max_streams = 256;

private:
    Chart(EventLoop& loop, const ChartConfig& config, std::unique_ptr<Site> site);

    void answer(const HttpRequest& request, Responder responder);
    void perform(Operation operation, const RouteMatch& route, const HttpRequest& request,
        Responder responder);
    void answer_here(Operation operation, const HttpRequest& request, Responder responder);
    void read(Operation operation, const HttpRequest& request, Responder responder);
    void change(
        Operation operation, std::int64_t id, const HttpRequest& request, Responder responder);
    void finish_change(Changed changed, Responder responder);
    void download(const HttpRequest& request, Responder responder);
    void send_part(const std::shared_ptr<CsvDownload>& file, TakePart take);
    void answer_events(Responder responder);
    void answer_sync(const HttpRequest& request, Responder responder);
    void answer_by_guard(Operation operation, const HttpRequest& request, Responder responder);

    /// Runs `work` on a worker, then `answer(result, responder)`; 503 when too many wait.
    template <class Work, class Answer>
    void answer_by_worker(Responder responder, Work work, Answer answer);
    /// One of the heavy requests that may be on their way at once; goes back when the last copy
    /// is destroyed. @return nothing when all are taken
    [[nodiscard]] std::shared_ptr<void> take_heavy_slot();
    [[nodiscard]] Sources sources();
    /// Why a request is answered 503.
    enum class Crowd { workers, large_answers, streams };
    void refuse(Responder responder, Crowd crowd);
    /// The answer of the verb `metrics`.
    [[nodiscard]] Json metrics() const;

    EventLoop& loop_;
    const ChartConfig& config_;
    Tokens tokens_;
    Pages pages_;
    Store store_;
    TrafficStore traffic_store_;
    std::unique_ptr<Site> site_;
    AnswerCache cache_;
    EventChannel channel_;
    std::unique_ptr<SyncRequest> sync_;
    std::unique_ptr<GuardLink> guard_;
    std::unique_ptr<Live> live_;
    std::unique_ptr<TrafficLive> traffic_live_;
    std::unique_ptr<AlertRounds> alerts_;
    std::size_t waiting_ = 0;  // requests given to the worker and not answered
    std::size_t heavy_ = 0;  // heavy requests on their way
    std::array<std::int64_t, way_count> requests_ {};  // by Way, since the start
    std::array<std::int64_t, 3> refused_ {};  // of them, by Crowd
    Latency latency_;  // of what workers answered, waiting included
    Worker worker_;
    Worker downloads_ {1, max_heavy};
    std::unique_ptr<HttpServer> server_;
};

}  // namespace hive
