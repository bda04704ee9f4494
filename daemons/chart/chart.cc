#include "daemons/chart/chart.h"

#include <cassert>
#include <chrono>
#include <string>
#include <utility>

#include "daemons/chart/api.h"
#include "daemons/chart/openapi.h"
#include "daemons/chart/query.h"
#include "lib/log.h"
#include "lib/paths.h"

namespace hive {
namespace {

constexpr std::string_view content_security_policy
    = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

HttpResponse guarded(HttpResponse response)
{
    return std::move(response)
        .with("Content-Security-Policy", std::string {content_security_policy})
        .with("X-Content-Type-Options", "nosniff")
        .with("Referrer-Policy", "same-origin");
}

HttpResponse refusal_answer(Refusal refusal)
{
    switch (refusal) {
    case Refusal::none: break;
    case Refusal::nobody_signed_in: return error_answer(403, "nobody is signed in");
    case Refusal::other_origin: return error_answer(403, "the request is not from this site");
    case Refusal::stale_token: return error_answer(403, "stale token");
    }
    std::unreachable();
}

std::int64_t epoch_now()
{
    return std::chrono::duration_cast<std::chrono::seconds>(
        std::chrono::system_clock::now().time_since_epoch())
        .count();
}

}  // namespace

Chart::Chart(EventLoop& loop, const ChartConfig& config)
    : loop_ {loop}, config_ {config}, pages_ {config.pages}, store_ {state_path(config.store)},
      channel_ {loop},
      worker_ {static_cast<std::size_t>(config.threads), static_cast<std::size_t>(config.queue)}
{
}

Result<std::unique_ptr<Service>> Chart::create(Daemon& daemon, const ChartConfig& config)
{
    std::unique_ptr<Chart> chart {new Chart {daemon.loop, config}};
    Chart* const self = chart.get();
    chart->sync_ = TRY(SyncRequest::create(
        daemon.loop, runtime_path(config.sync_socket), config.sync_timeout, chart->channel_));
    chart->live_ = TRY(Live::create(daemon.loop, chart->store_.path(), chart->channel_,
        [&daemon](Health health, std::string text) { daemon.report(health, std::move(text)); }));
    chart->server_ = TRY(HttpServer::create(
        daemon.loop, {}, [self](const HttpRequest& request, Responder responder) {
            self->answer(request, std::move(responder));
        }));
    TRY(chart->server_->listen(TRY(daemon.listeners("http", config.listen))));
    log::info("serving {} {}", log::field("store", chart->store_.path()),
        log::field("pages", config.pages));
    return chart;
}

void Chart::answer(const HttpRequest& request, Responder responder)
{
    const auto route = find_route(request.method, request.path);
    if (route.operation)
        return perform(*route.operation, request, std::move(responder));
    if (route.allow.empty())
        return responder.send(guarded(error_answer(404, "there is nothing at this address")));
    responder.send(guarded(
        error_answer(405, "this address does not take that method").with("Allow", route.allow)));
}

void Chart::perform(Operation operation, const HttpRequest& request, Responder responder)
{
    switch (operation) {
    case Operation::ping: return responder.send(guarded(HttpResponse::text(200, "{status: ok}")));
    case Operation::openapi:
        return responder.send(guarded(HttpResponse::json(200, std::string {openapi_document()})));
    case Operation::page: return responder.send(guarded(pages_.answer(request)));
    case Operation::apiaries: return answer_apiaries(request, std::move(responder));
    case Operation::lines: return answer_lines(request, std::move(responder));
    case Operation::spectrogram: return answer_spectrogram(request, std::move(responder));
    case Operation::events: return answer_events(std::move(responder));
    case Operation::sync: return answer_sync(request, std::move(responder));
    }
}

template <class Work>
void Chart::answer_by_worker(Responder responder, Work work)
{
    if (waiting_ >= static_cast<std::size_t>(config_.queue))
        return responder.send(
            guarded(error_answer(503, "too many requests wait").with("Retry-After", "1")));
    ++waiting_;
    const bool is_taken = worker_.submit(loop_, std::move(work),
        [this, responder = std::move(responder)](HttpResponse response) mutable {
            --waiting_;
            responder.send(guarded(std::move(response)));
        });
    assert(is_taken);  // the queue has room for `queue` jobs, running ones not counted
}

Readings::Deadline Chart::query_deadline() const
{
    return std::chrono::steady_clock::now() + config_.query_timeout;
}

void Chart::answer_apiaries(const HttpRequest& request, Responder responder)
{
    Greeting greeting {.user = user_of(request), .bin_hz = config_.bin_hz, .now = epoch_now()};
    if (!greeting.user.empty())
        greeting.token = tokens_.make(greeting.user);
    answer_by_worker(std::move(responder),
        [this, greeting = std::move(greeting)] { return apiaries_answer(store_, greeting); });
}

void Chart::answer_lines(const HttpRequest& request, Responder responder)
{
    const auto query = parse_range_query(request.query);
    if (!query)
        return responder.send(guarded(error_answer(400, query.error().message())));
    answer_by_worker(std::move(responder),
        [this, query = *query] { return lines_answer(store_, query, query_deadline()); });
}

void Chart::answer_spectrogram(const HttpRequest& request, Responder responder)
{
    const auto query = parse_spectrogram_query(request.query);
    if (!query)
        return responder.send(guarded(error_answer(400, query.error().message())));
    answer_by_worker(std::move(responder),
        [this, query = *query] { return spectrogram_answer(store_, query, query_deadline()); });
}

void Chart::answer_events(Responder responder)
{
    if (channel_.readers() >= max_streams)
        return responder.send(guarded(error_answer(503, "too many pages follow events")));
    // A restart of this daemon cuts the stream: the page is to be back a second later.
    responder.stream(channel_, "retry: 1000\n\n");
}

void Chart::answer_sync(const HttpRequest& request, Responder responder)
{
    const auto refusal = check_change(request, tokens_);
    if (refusal != Refusal::none)
        return responder.send(guarded(refusal_answer(refusal)));
    log::info("update {}", log::field("user", user_of(request)));
    sync_->ask([responder = std::move(responder)](HttpResponse response) mutable {
        responder.send(guarded(std::move(response)));
    });
}

}  // namespace hive
