#include "supervisor/core/alerts.h"

#include <algorithm>

#include "lib/json.h"
#include "lib/log.h"
#include "supervisor/core/clock.h"
#include "supervisor/core/notification.h"

namespace hive {
namespace {

constexpr std::int64_t list_limit = 500;
constexpr std::int64_t longest_mute = 366L * 86'400;
constexpr std::size_t pattern_limit = 200;

std::string who(const Json& arguments)
{
    const auto by = clean_status(text_at(arguments, "by").substr(0, 64));
    return by.empty() ? "operator" : by;
}

Json time_or_null(double time)
{
    return time > 0 ? Json(time) : Json(nullptr);
}

Json to_json(const Delivery& delivery)
{
    constexpr std::array<std::string_view, 3> states {"waiting", "sent", "dropped"};
    return {{"destination", delivery.destination}, {"occasion", name_of(delivery.occasion)},
        {"state", states.at(static_cast<std::size_t>(std::to_underlying(delivery.state)))},
        {"queued", delivery.queued}, {"tries", delivery.tries}, {"next_try", delivery.next_try},
        {"outcome", delivery.outcome}};
}

template <class T>
void answer(const Result<T>& result, const ControlReply& reply)
{
    if (!result)
        return reply.fail(result.error().message());
    if constexpr (std::is_void_v<T>)
        reply.done();
    else
        reply.done(*result);
}

Result<> mute(AlertQueue& queue, const Json& arguments)
{
    const auto pattern = text_at(arguments, "key");
    const auto seconds
        = std::clamp<std::int64_t>(integer_at(arguments, "seconds", 3600), 1, longest_mute);
    if (pattern.empty() || pattern.size() > pattern_limit)
        return fail("which key? a pattern of at most {} bytes", pattern_limit);
    return queue.store().mute({.pattern = pattern,
        .until = epoch_seconds() + static_cast<double>(seconds),
        .by = who(arguments)});
}

Result<> unmute(AlertQueue& queue, const Json& arguments)
{
    const auto pattern = text_at(arguments, "key");
    if (!TRY(queue.store().unmute(pattern)))
        return fail("'{}' is not muted", pattern);
    return {};
}

}  // namespace

Alerts::Alerts(EventLoop& loop, Errands& errands, const AlertConfig& config, std::string path,
    std::function<void(const Json&)> changed)
    : loop_ {loop}, errands_ {errands}, config_ {config}, path_ {std::move(path)},
      changed_ {std::move(changed)}
{
    if (const auto opened = open(); !opened)
        log::error("{}", opened.error().message());
}

/// Tried again with each report: a disk that was full may have room now.
Result<AlertQueue*> Alerts::open()
{
    if (queue_)
        return &*queue_;
    auto& queue = queue_.emplace(TRY(AlertQueue::open(config_, path_)));
    courier_ = std::make_unique<Courier>(loop_, errands_, queue, config_);
    loop_.post([this] { courier_->wake(); });  // what a former core had not sent
    return &queue;
}

bool Alerts::is_firing(const std::string& key) const
{
    return queue_ && queue_->is_firing(key);
}

Result<bool> Alerts::report(const AlertReport& report)
{
    auto& queue = *TRY(open());
    const bool is_new = TRY(queue.report(report, epoch_seconds()));
    if (is_new) {
        log::notice("alerted {} event={} severity={} {}", log::field("key", report.key),
            name_of(report.event), name_of(report.severity), log::field("subject", report.subject));
        for (const auto& alert : TRY(queue.store().list(false, 1)))
            tell(queue, alert);
        courier_->wake();
    }
    return is_new;
}

void Alerts::report_soon(AlertReport report)
{
    loop_.post([this, soon = std::move(report)] {
        if (const auto done = this->report(soon); !done)
            log::error("lost an alert: {} {}", done.error().message(), log::field("key", soon.key));
    });
}

void Alerts::tell(AlertQueue& queue, const Alert& alert)
{
    if (const auto object = shown(queue, alert))
        changed_(*object);
}

Result<Json> Alerts::shown(AlertQueue& queue, const Alert& alert)
{
    auto deliveries = Json::array();
    for (const auto& delivery : TRY(queue.store().deliveries_of(alert.id)))
        deliveries.push_back(to_json(delivery));
    const auto& report = alert.report;
    Json acknowledged = nullptr;
    if (alert.acknowledged > 0)
        acknowledged = {{"by", alert.acknowledged_by}, {"t", alert.acknowledged}};
    return Json {{"id", alert.id}, {"key", report.key}, {"source", report.source},
        {"severity", name_of(report.severity)}, {"state", name_of(alert.state)},
        {"subject", report.subject}, {"text", report.text}, {"fired", alert.fired},
        {"last", alert.last}, {"count", alert.count}, {"recovered", time_or_null(alert.recovered)},
        {"acknowledged", acknowledged}, {"deliveries", deliveries}};
}

// ---- verbs -----------------------------------------------------------------------------

void Alerts::serve(ControlServer& control)
{
    const std::vector<std::string> reporters {
        "hive-chart", "hive-ban", "hive-sync", "hive-guard", "hive-proxy", "hive-portal"};
    const std::vector<std::string> people {"hive-portal"};
    const auto verb = [&](const char* name, const char* help, auto act) {
        control.verb(
            name, help, people, [this, act](const Json& arguments, const ControlReply& reply) {
                const auto opened = open();
                opened ? answer(act(**opened, arguments), reply)
                       : reply.fail(opened.error().message());
            });
    };
    control.verb("alert",
        R"(Reports "key", "event", "severity", "source", "subject", "text", "to".)", reporters,
        [this](const Json& arguments, const ControlReply& reply) {
            const auto parsed = parse_alert_report(arguments);
            if (!parsed)
                return reply.fail(parsed.error().message());
            const auto is_new = report(*parsed);
            is_new ? reply.done({{"queued", *is_new}}) : reply.fail(is_new.error().message());
        });
    verb("alerts", R"(Alerts, newest first: "state" (firing), "limit"; and what is muted.)",
        std::bind_front(&Alerts::list, this));
    verb("alert-acknowledge", R"(No more reminders of the alert "id", 0 for all.)",
        std::bind_front(&Alerts::acknowledge, this));
    verb("alert-mute", R"(No messages for keys like "key" for "seconds".)", &mute);
    verb("alert-unmute", R"(Messages for keys like "key" again.)", &unmute);
    control.verb("alert-test", R"(A test message to "destination"; answers how it went.)", people,
        [this](const Json& arguments, const ControlReply& reply) { test(arguments, reply); });
}

Result<Json> Alerts::list(AlertQueue& queue, const Json& arguments)
{
    const auto limit = std::clamp<std::int64_t>(integer_at(arguments, "limit", 50), 1, list_limit);
    const bool only_firing = text_at(arguments, "state") == "firing";
    auto alerts = Json::array();
    for (const auto& alert : TRY(queue.store().list(only_firing, static_cast<int>(limit))))
        alerts.push_back(TRY(shown(queue, alert)));
    auto muted = Json::array();
    for (const auto& mute : TRY(queue.store().mutes(epoch_seconds())))
        muted.push_back({{"key", mute.pattern}, {"until", mute.until}, {"by", mute.by}});
    auto destinations = Json::array();
    for (const auto& destination : config_.destinations)
        destinations.push_back(destination.name);
    return Json {{"alerts", alerts}, {"muted", muted}, {"destinations", destinations}};
}

Result<> Alerts::acknowledge(AlertQueue& queue, const Json& arguments)
{
    const auto id = integer_at(arguments, "id");
    if (id == 0)
        return queue.acknowledge_all(who(arguments), epoch_seconds());
    tell(queue, TRY(queue.acknowledge(id, who(arguments), epoch_seconds())));
    return {};
}

void Alerts::test(const Json& arguments, const ControlReply& reply)
{
    const auto queue = open();
    if (!queue)
        return reply.fail(queue.error().message());
    const auto delivery
        = (*queue)->test(text_at(arguments, "destination"), who(arguments), epoch_seconds());
    if (!delivery)
        return reply.fail(delivery.error().message());
    courier_->when_settled(
        *delivery, [reply](const std::string& error, const std::string& outcome) {
            error.empty() ? reply.done({{"delivered", true}, {"text", outcome}})
                          : reply.fail(error);
        });
    courier_->wake();
}

}  // namespace hive
