#include "daemons/chart/chart.h"

#include <cassert>
#include <chrono>
#include <string>
#include <utility>

#include "daemons/chart/answers.h"
#include "daemons/chart/openapi.h"
#include "lib/json.h"
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

Chart::Chart(EventLoop& loop, const ChartConfig& config, std::unique_ptr<Site> site)
    : loop_ {loop}, config_ {config}, pages_ {config.pages}, store_ {state_path(config.store)},
      traffic_store_ {state_path(config.guard_store)}, site_ {std::move(site)},
      cache_ {static_cast<std::size_t>(config.cache)}, channel_ {loop},
      worker_ {static_cast<std::size_t>(config.threads), static_cast<std::size_t>(config.queue)}
{
}

Result<std::unique_ptr<Service>> Chart::create(Daemon& daemon, const ChartConfig& config)
{
    auto site = TRY(Site::open(state_path(config.site)));
    std::unique_ptr<Chart> chart {new Chart {daemon.loop, config, std::move(site)}};
    Chart* const self = chart.get();
    chart->sync_ = TRY(SyncRequest::create(
        daemon.loop, runtime_path(config.sync_socket), config.sync_patience, chart->channel_));
    chart->live_ = TRY(Live::create(daemon.loop, chart->store_.path(), chart->channel_,
        [&daemon](Health health, std::string text) { daemon.report(health, std::move(text)); }));
    chart->guard_ = TRY(GuardLink::create(daemon.loop, runtime_path(config.guard_socket)));
    chart->traffic_live_
        = TRY(TrafficLive::create(daemon.loop, chart->traffic_store_, chart->channel_));
    chart->alerts_ = TRY(AlertRounds::create(daemon.loop,
        {.socket_path = runtime_path(config.alert_socket),
            .period = config.rule_period,
            .bin_hz = config.bin_hz},
        chart->store_, *chart->site_, chart->channel_));
    chart->server_ = TRY(HttpServer::create(
        daemon.loop, {}, [self](const HttpRequest& request, Responder responder) {
            self->answer(request, std::move(responder));
        }));
    TRY(chart->server_->listen(TRY(daemon.listeners("http", config.listen))));
    daemon.control.verb("metrics", "Requests and what they wait for, as lib/metrics.h has it.",
        {"hive-portal"}, [self](const Json& /*arguments*/, const ControlReply& reply) {
            reply.done(self->metrics());
        });
    log::info("serving {} {}", log::field("store", chart->store_.path()),
        log::field("pages", config.pages));
    return chart;
}

Sources Chart::sources()
{
    return {.config = config_,
        .tokens = tokens_,
        .store = store_,
        .site = *site_,
        .traffic = traffic_store_,
        .cache = cache_};
}

void Chart::answer(const HttpRequest& request, Responder responder)
{
    const auto route = find_route(request.method, request.path);
    if (route.operation)
        return perform(*route.operation, route, request, std::move(responder));
    if (route.allow.empty())
        return responder.send(guarded(error_answer(404, "there is nothing at this address")));
    responder.send(guarded(
        error_answer(405, "this address does not take that method").with("Allow", route.allow)));
}

void Chart::perform(
    Operation operation, const RouteMatch& route, const HttpRequest& request, Responder responder)
{
    ++requests_.at(static_cast<std::size_t>(route.way));
    switch (route.way) {
    case Way::here: return answer_here(operation, request, std::move(responder));
    case Way::reads: return read(operation, request, std::move(responder));
    case Way::changes: return change(operation, route.id, request, std::move(responder));
    case Way::downloads: return download(request, std::move(responder));
    case Way::follows: return answer_events(std::move(responder));
    case Way::syncs: return answer_sync(request, std::move(responder));
    case Way::guards: return answer_by_guard(operation, request, std::move(responder));
    }
}

void Chart::answer_here(Operation operation, const HttpRequest& request, Responder responder)
{
    if (operation == Operation::ping)
        return responder.send(guarded(HttpResponse::text(200, "{status: ok}")));
    if (operation == Operation::openapi)
        return responder.send(guarded(HttpResponse::json(200, std::string {openapi_document()})));
    responder.send(guarded(pages_.answer(request)));
}

void Chart::refuse(Responder responder, Crowd crowd)
{
    constexpr std::array<std::string_view, 3> reasons {"too many requests wait",
        "too many large answers are on their way", "too many pages follow events"};
    const auto at = static_cast<std::size_t>(crowd);
    ++refused_.at(at);
    responder.send(guarded(error_answer(503, reasons.at(at)).with("Retry-After", "1")));
}

template <class Work, class Answer>
void Chart::answer_by_worker(Responder responder, Work work, Answer answer)
{
    if (waiting_ >= static_cast<std::size_t>(config_.queue))
        return refuse(std::move(responder), Crowd::workers);
    ++waiting_;
    const auto began = std::chrono::steady_clock::now();
    const bool is_taken = worker_.submit(loop_, std::move(work),
        [this, began, responder = std::move(responder), answer = std::move(answer)](
            auto result) mutable {
            --waiting_;
            latency_.add(std::chrono::steady_clock::now() - began);
            answer(std::move(result), std::move(responder));
        });
    assert(is_taken);  // the queue has room for `queue` jobs, running ones not counted
}

std::shared_ptr<void> Chart::take_heavy_slot()
{
    if (heavy_ >= static_cast<std::size_t>(config_.heavy))
        return nullptr;
    ++heavy_;
    return {this, [](Chart* chart) { --chart->heavy_; }};
}

void Chart::read(Operation operation, const HttpRequest& request, Responder responder)
{
    if (operation == Operation::traffic)
        traffic_live_->want();
    std::shared_ptr<void> slot;
    if (operation == Operation::samples) {
        slot = take_heavy_slot();
        if (!slot)
            return refuse(std::move(responder), Crowd::large_answers);
    }
    answer_by_worker(
        std::move(responder),
        [this, operation, request] { return answer_reading(sources(), operation, request); },
        [slot = std::move(slot)](HttpResponse response, Responder to) mutable {
            // A large answer keeps its slot until the client has all of it.
            if (slot && response.shared.owner)
                response.shared.owner = {response.shared.owner.get(),
                    [owner = response.shared.owner, slot = std::move(slot)](const auto*) { }};
            to.send(guarded(std::move(response)));
        });
}

void Chart::change(
    Operation operation, std::int64_t id, const HttpRequest& request, Responder responder)
{
    const auto refusal = check_change(request, tokens_);
    if (refusal != Refusal::none)
        return responder.send(guarded(refusal_answer(refusal)));
    if (!is_editor(request))
        return responder.send(
            guarded(error_answer(403, "only the groups editor and admin may change this")));
    log::info(
        "change {} {}", log::field("user", user_of(request)), log::field("path", request.path));
    answer_by_worker(
        std::move(responder),
        [this, operation,
            change = Change {.id = id,
                .body = request.body,
                .signature = {.user = user_of(request), .time = epoch_now()}}] {
            return answer_changing(sources(), operation, change);
        },
        [this](
            Changed changed, Responder to) { finish_change(std::move(changed), std::move(to)); });
}

void Chart::finish_change(Changed changed, Responder responder)
{
    if (changed.event)
        channel_.publish(changed.event->name, changed.event->body);
    if (changed.has_changed_rules)
        alerts_->look();
    auto body = changed.message.empty() ? Result<Json> {fail("no test")}
                                        : parse_json(changed.response.body);
    const auto message = parse_json(changed.message);
    if (body && message) {
        (*body)["sent"] = alerts_->send(*message);
        changed.response.body = to_text(*body);
    }
    responder.send(guarded(std::move(changed.response)));
}

void Chart::download(const HttpRequest& request, Responder responder)
{
    const auto query = parse_csv_query(request.query);
    if (!query)
        return responder.send(guarded(error_answer(400, query.error().message())));
    auto slot = take_heavy_slot();
    if (!slot)
        return refuse(std::move(responder), Crowd::large_answers);
    answer_by_worker(
        std::move(responder), [this, query = *query] { return csv_answer(store_, query); },
        [this, query = *query, slot = std::move(slot)](HttpResponse head, Responder to) mutable {
            if (head.status != 200)
                return to.send(guarded(std::move(head)));
            to.send_parts(guarded(std::move(head)),
                [this, file = std::make_shared<CsvDownload>(std::move(query)),
                    slot = std::move(slot)](TakePart take) { send_part(file, std::move(take)); });
        });
}

void Chart::send_part(const std::shared_ptr<CsvDownload>& file, TakePart take)
{
    const bool is_taken = downloads_.submit(
        loop_, [this, file] { return file->next_part(store_); },
        [take = std::move(take)](Result<std::string> part) mutable {
            if (part)
                return take(*std::move(part));
            log::error("broke off download {}", log::field("error", part.error().message()));
            take(std::nullopt);
        });
    assert(is_taken);  // there are no more downloads than heavy requests, with a part each
}

void Chart::answer_events(Responder responder)
{
    if (channel_.readers() >= max_streams)
        return refuse(std::move(responder), Crowd::streams);
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

void Chart::answer_by_guard(Operation operation, const HttpRequest& request, Responder responder)
{
    const auto refusal = check_change(request, tokens_);
    if (refusal != Refusal::none)
        return responder.send(guarded(refusal_answer(refusal)));
    if (!is_admin(request))
        return responder.send(guarded(error_answer(403, "only the group admin may do this")));
    auto command = parse_guard_command(operation, request.body, user_of(request));
    if (!command)
        return responder.send(guarded(error_answer(400, command.error().message())));
    log::notice("asked hive-guard {} verb={} {}", log::field("user", user_of(request)),
        command->verb, log::field("arguments", command->arguments));
    guard_->ask(
        *std::move(command), [responder = std::move(responder)](HttpResponse response) mutable {
            responder.send(guarded(std::move(response)));
        });
}

}  // namespace hive
