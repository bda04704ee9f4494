#include "daemons/chart/sync_request.h"

#include <utility>

#include "daemons/chart/answers.h"
#include "lib/json.h"
#include "lib/log.h"

namespace hive {
namespace {

constexpr std::chrono::milliseconds check_period {1000};
constexpr std::string_view went_away = "hive-sync went away during the run";

Json error_json(std::string_view text)
{
    return {{"error", text}};
}

}  // namespace

SyncRequest::SyncRequest(EventLoop& loop, std::chrono::seconds patience, EventChannel& channel)
    : loop_ {loop}, patience_ {patience}, channel_ {channel}
{
}

Result<std::unique_ptr<SyncRequest>> SyncRequest::create(EventLoop& loop,
    const std::string& socket_path, std::chrono::seconds patience, EventChannel& channel)
{
    std::unique_ptr<SyncRequest> request {new SyncRequest {loop, patience, channel}};
    SyncRequest* const self = request.get();
    request->link_ = TRY(ControlLink::create(loop, socket_path,
        {
            // A new connection knows nothing of what was asked on the old one.
            .connected =
                [self] {
                    if (self->is_running_)
                        self->end_run(502, error_json(went_away));
                },
            .line = [self](const Json& line) { self->take_line(line); },
        }));
    return request;
}

void SyncRequest::ask(Answer answer)
{
    if (askers_.size() >= max_askers)
        return answer(error_answer(503, "too many wait for this run already"));
    if (!is_running_ && !link_->send("now", Json::object()))
        return answer(error_answer(503, "hive-sync cannot be reached"));
    if (!every_second_) {
        auto watch = loop_.every(check_period, [this] { look_after_run(); });
        if (!watch)
            return answer(error_answer(500, watch.error().message()));
        every_second_ = std::move(*watch);
    }
    if (askers_.empty())
        deadline_ = std::chrono::steady_clock::now() + patience_;
    if (!std::exchange(is_running_, true))
        rows_ = 0;
    askers_.push_back(std::move(answer));
}

void SyncRequest::take_line(const Json& line)
{
    if (!is_running_)
        return;
    if (flag_at(line, "done"))
        return finish(line);
    rows_ = integer_at(line, "rows");
    channel_.publish("sync", to_text({{"rows", rows_}, {"rate", real_at(line, "rate")}}));
}

void SyncRequest::finish(const Json& line)
{
    const std::string error = text_at(line, "error");
    if (!error.empty())
        return end_run(502, error_json("hive-sync: " + error));
    end_run(200,
        {{"outcome", text_at(line, "outcome")}, {"rows", integer_at(line, "rows")},
            {"text", text_at(line, "text")}});
}

void SyncRequest::look_after_run()
{
    if (!link_->is_connected())
        return end_run(502, error_json(went_away));
    // The run is not over: whoever asks next waits for the same one.
    if (!askers_.empty() && std::chrono::steady_clock::now() >= deadline_)
        answer_all(
            202, {{"outcome", "running"}, {"rows", rows_}, {"text", "hive-sync is still copying"}});
}

void SyncRequest::end_run(int status, Json body)
{
    is_running_ = false;
    every_second_ = {};
    answer_all(status, body);
    body["done"] = true;
    channel_.publish("sync", to_text(body));
}

void SyncRequest::answer_all(int status, const Json& body)
{
    if (!askers_.empty())
        log::info("answered update askers={} status={} {}", askers_.size(), status,
            log::field("answer", to_text(body)));
    for (auto& asker : std::exchange(askers_, {}))
        asker(HttpResponse::json(status, to_text(body)).with("Cache-Control", "no-store"));
}

}  // namespace hive
