// daemons/chart/chart.h - wires server, store, live events and the update button.
#pragma once

#include <cstddef>
#include <memory>

#include "daemons/chart/config.h"
#include "daemons/chart/identity.h"
#include "daemons/chart/live.h"
#include "daemons/chart/pages.h"
#include "daemons/chart/routes.h"
#include "daemons/chart/store.h"
#include "daemons/chart/sync_request.h"
#include "lib/daemon.h"
#include "lib/http_server.h"
#include "lib/worker.h"

namespace hive {

/// Requests are routed on the loop; those that read the store are answered by workers.
class Chart : public Service {
public:
    /// @param daemon, config outlive the Chart
    static Result<std::unique_ptr<Service>> create(Daemon& daemon, const ChartConfig& config);

    /// Open event streams; more are answered 503, so that ordinary requests find room.
    static constexpr std::size_t max_streams = 256;

private:
    Chart(EventLoop& loop, const ChartConfig& config);

    void answer(const HttpRequest& request, Responder responder);
    void perform(Operation operation, const HttpRequest& request, Responder responder);
    void answer_apiaries(const HttpRequest& request, Responder responder);
    void answer_lines(const HttpRequest& request, Responder responder);
    void answer_spectrogram(const HttpRequest& request, Responder responder);
    void answer_events(Responder responder);
    void answer_sync(const HttpRequest& request, Responder responder);
    /// Runs `work`, which returns an HttpResponse, on a worker; 503 when too many wait.
    template <class Work>
    void answer_by_worker(Responder responder, Work work);
    [[nodiscard]] Readings::Deadline query_deadline() const;

    EventLoop& loop_;
    const ChartConfig& config_;
    Tokens tokens_;
    Pages pages_;
    Store store_;
    EventChannel channel_;
    std::unique_ptr<SyncRequest> sync_;
    std::unique_ptr<Live> live_;
    std::size_t waiting_ = 0;  // requests given to the worker and not answered
    Worker worker_;
    std::unique_ptr<HttpServer> server_;
};

}  // namespace hive
