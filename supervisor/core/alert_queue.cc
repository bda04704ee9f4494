#include "supervisor/core/alert_queue.h"

#include <algorithm>

namespace hive {
namespace {

constexpr int firing_limit = 2000;
constexpr int waiting_limit = 500;
constexpr double hour = 3600;
constexpr double reminder_interval = 60;  // seconds between two looks for reminders due
// Before the clock of a machine without a battery is set, it shows a time in the past.
constexpr double earliest_time = 1'700'000'000;

bool lets_pass(const DestinationConfig& destination, const AlertReport& report, Occasion occasion)
{
    const auto is_matched = [](const std::vector<std::string>& globs, const std::string& text) {
        return std::ranges::any_of(
            globs, [&text](const std::string& glob) { return matches(glob, text); });
    };
    const bool is_named
        = report.to.empty() || std::ranges::find(report.to, destination.name) != report.to.end();
    return is_named && report.severity >= destination.least_severity
        && std::ranges::find(destination.events, occasion) != destination.events.end()
        && is_matched(destination.sources, report.source)
        && is_matched(destination.keys, report.key);
}

}  // namespace

AlertQueue::AlertQueue(const AlertConfig& config, AlertStore store)
    : config_ {&config}, store_ {std::move(store)}
{
}

Result<AlertQueue> AlertQueue::open(const AlertConfig& config, const std::string& path)
{
    AlertQueue queue {config, TRY(AlertStore::open(path))};
    for (auto& alert : TRY(queue.store_.list(true, firing_limit)))
        queue.firing_.insert(std::move(alert.report.key));
    return queue;
}

const DestinationConfig* AlertQueue::find_destination(std::string_view name) const
{
    const auto found = std::ranges::find(config_->destinations, name, &DestinationConfig::name);
    return found == config_->destinations.end() ? nullptr : &*found;
}

// ---- reports ---------------------------------------------------------------------------

Result<bool> AlertQueue::report(const AlertReport& report, double now)
{
    for (const auto& name : report.to)
        if (find_destination(name) == nullptr)
            return fail("no destination is called '{}'", name);
    auto transaction = TRY(Transaction::begin(store_.database()));
    bool is_new = false;
    switch (report.event) {
    case AlertEvent::fired: is_new = TRY(fire(report, now)); break;
    case AlertEvent::recovered: is_new = TRY(recover(report, now)); break;
    case AlertEvent::info: is_new = TRY(note(report, now)); break;
    }
    TRY(transaction.commit());
    // Only what the database has taken changes what is known here.
    if (report.event == AlertEvent::fired)
        firing_.insert(report.key);
    else if (report.event == AlertEvent::recovered)
        firing_.erase(report.key);
    return is_new;
}

Result<bool> AlertQueue::fire(const AlertReport& report, double now)
{
    auto known = TRY(store_.find_firing(report.key));
    if (!known) {
        if (TRY(store_.count_firing()) >= firing_limit)
            return fail("{} alerts fire already", firing_limit);
        Alert alert {.report = report, .fired = now, .last = now};
        alert.id = TRY(store_.add(alert));
        TRY(queue_messages(alert, Occasion::fired, now));
        return true;
    }
    const bool is_worse = report.severity > known->report.severity;
    known->last = now;
    ++known->count;
    if (is_worse)
        known->report = report;
    TRY(store_.update(*known));
    if (is_worse)
        TRY(queue_messages(*known, Occasion::fired, now));
    return is_worse;
}

Result<bool> AlertQueue::recover(const AlertReport& report, double now)
{
    auto known = TRY(store_.find_firing(report.key));
    if (!known)
        return false;
    known->state = Alert::State::recovered;
    known->recovered = now;
    known->last = now;
    if (!report.subject.empty())
        known->report.subject = report.subject;
    if (!report.text.empty())
        known->report.text = report.text;
    TRY(store_.update(*known));
    TRY(queue_messages(*known, Occasion::recovered, now));
    TRY(store_.forget_all_but(config_->kept));
    return true;
}

Result<bool> AlertQueue::note(const AlertReport& report, double now)
{
    const auto interval = std::chrono::duration<double> {config_->info_interval}.count();
    if (auto known = TRY(store_.find_notice(report.key, now - interval)); known && interval > 0) {
        ++known->count;
        TRY(store_.update(*known));
        return false;
    }
    Alert alert {.report = report, .state = Alert::State::info, .fired = now, .last = now};
    alert.id = TRY(store_.add(alert));
    TRY(queue_messages(alert, Occasion::info, now));
    TRY(store_.forget_all_but(config_->kept));
    return true;
}

Result<bool> AlertQueue::is_muted(const std::string& key, double now)
{
    const auto mutes = TRY(store_.mutes(now));
    return std::ranges::any_of(
        mutes, [&key](const Mute& mute) { return matches(mute.pattern, key); });
}

Result<> AlertQueue::queue_messages(const Alert& alert, Occasion occasion, double now)
{
    if (TRY(is_muted(alert.report.key, now)))
        return {};
    for (const auto& destination : config_->destinations) {
        if (!lets_pass(destination, alert.report, occasion))
            continue;
        if (TRY(store_.count_waiting(destination.name)) >= waiting_limit)
            TRY(store_.drop_oldest(destination.name));
        TRY(store_.queue({.alert = alert.id,
            .destination = destination.name,
            .occasion = occasion,
            .queued = now,
            .next_try = now}));
    }
    return {};
}

Result<std::int64_t> AlertQueue::test(std::string_view destination, std::string_view by, double now)
{
    if (find_destination(destination) == nullptr)
        return fail("no destination is called '{}'", destination);
    Alert alert {
        .report = {.key = fmt::format("test:{}", destination),
            .event = AlertEvent::info,
            .severity = Severity::info,
            .source = "hive-supervisor",
            .subject = "a test message",
            .text = fmt::format("{} asked for this test of the destination {}.", by, destination)},
        .state = Alert::State::info,
        .fired = now,
        .last = now};
    alert.id = TRY(store_.add(alert));
    return store_.queue({.alert = alert.id,
        .destination = std::string {destination},
        .occasion = Occasion::test,
        .queued = now,
        .next_try = now});
}

// ---- messages --------------------------------------------------------------------------

Result<> AlertQueue::remind(const DestinationConfig& destination, double now)
{
    const auto interval = std::chrono::duration<double> {destination.reminder}.count();
    if (interval <= 0)
        return {};
    for (const auto id : TRY(store_.unreminded(destination.name, now - interval))) {
        const auto alert = TRY(store_.find(id));
        if (alert && lets_pass(destination, alert->report, Occasion::reminder)
            && !TRY(is_muted(alert->report.key, now)))
            TRY(store_.queue({.alert = id,
                .destination = destination.name,
                .occasion = Occasion::reminder,
                .queued = now,
                .next_try = now}));
    }
    return {};
}

Result<std::vector<Parcel>> AlertQueue::due(double now, const std::set<std::string>& busy)
{
    std::vector<Parcel> parcels;
    if (now < earliest_time)
        return parcels;
    for (const auto& destination : config_->destinations) {
        if (busy.contains(destination.name))
            continue;
        TRY(remind(destination, now));
        auto packed = TRY(pack(destination, now));
        std::ranges::move(packed, std::back_inserter(parcels));
    }
    return parcels;
}

Result<std::vector<Parcel>> AlertQueue::pack(const DestinationConfig& destination, double now)
{
    auto due = TRY(store_.due(destination.name, now));
    const auto is_test = [](const Delivery& d) { return d.occasion == Occasion::test; };
    const auto counted = std::ranges::count_if(due, std::not_fn(is_test));
    const auto sent = TRY(store_.sent_since(destination.name, now - hour)).size();
    const auto room = destination.rate - static_cast<long>(sent);
    std::vector<Parcel> parcels;
    Parcel digest {.destination = &destination};
    long alone = counted > room ? room - 1 : room;  // the last one of the hour holds the rest
    for (auto& delivery : due) {
        auto alert = TRY(store_.find(delivery.alert));
        if (!alert || (!is_test(delivery) && room <= 0))
            continue;
        auto told = Told {.alert = *std::move(alert), .occasion = delivery.occasion};
        if (is_test(delivery) || alone-- > 0) {
            parcels.push_back({&destination, {std::move(delivery)}, {std::move(told)}});
            continue;
        }
        digest.deliveries.push_back(std::move(delivery));
        digest.told.push_back(std::move(told));
    }
    if (!digest.told.empty())
        parcels.push_back(std::move(digest));
    return parcels;
}

Result<> AlertQueue::settle(
    Parcel parcel, std::optional<double> retry_after, const std::string& outcome, double now)
{
    auto transaction = TRY(Transaction::begin(store_.database()));
    for (auto& delivery : parcel.deliveries) {
        ++delivery.tries;
        delivery.outcome = outcome;
        delivery.next_try = now + retry_after.value_or(0);
        if (!retry_after)
            delivery.state = Delivery::State::sent;
        else if (delivery.occasion == Occasion::test)
            delivery.state = Delivery::State::dropped;  // who asked has been told
        TRY(store_.update(delivery));
    }
    return transaction.commit();
}

Result<std::optional<double>> AlertQueue::next_due(double now, const std::set<std::string>& busy)
{
    std::optional<double> next;
    const auto take = [&next](double time) { next = std::min(next.value_or(time), time); };
    for (const auto& destination : config_->destinations) {
        if (busy.contains(destination.name))
            continue;
        if (const auto waiting = TRY(store_.next_try(destination.name))) {
            const auto sent = TRY(store_.sent_since(destination.name, now - hour));
            const bool is_full = static_cast<long>(sent.size()) >= destination.rate;
            take(is_full ? std::max(*waiting, sent.front() + hour) : *waiting);
        }
        if (!firing_.empty() && destination.reminder.count() > 0)
            take(now + reminder_interval);
    }
    return next;
}

// ---- people ----------------------------------------------------------------------------

Result<Alert> AlertQueue::acknowledge(std::int64_t id, std::string_view by, double now)
{
    auto alert = TRY(store_.find(id));
    if (!alert)
        return fail("there is no alert {}", id);
    if (alert->acknowledged == 0) {
        alert->acknowledged = now;
        alert->acknowledged_by = by;
        TRY(store_.update(*alert));
    }
    return *std::move(alert);
}

Result<> AlertQueue::acknowledge_all(std::string_view by, double now)
{
    for (const auto& alert : TRY(store_.list(true, firing_limit)))
        TRY(acknowledge(alert.id, by, now));
    return {};
}

}  // namespace hive
