#include "daemons/chart/live.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <utility>

#include "lib/json.h"
#include "lib/log.h"

namespace hive {
namespace {

constexpr std::chrono::milliseconds fallback_period {1000};
/// A commit is many writes: one look for those that come together.
constexpr std::chrono::milliseconds settling_time {20};

Json number_or_null(const std::optional<std::int64_t>& value)
{
    return value ? Json(*value) : Json(nullptr);
}

const Apiary* find_apiary(const std::vector<Apiary>& apiaries, std::int64_t id)
{
    const auto found = std::ranges::find(apiaries, id, &Apiary::id);
    return found == apiaries.end() ? nullptr : &*found;
}

Apiary emptied(Apiary apiary)
{
    apiary.first = apiary.last = std::nullopt;
    apiary.count = 0;
    return apiary;
}

/// @return nothing when no other connection has committed since the last call
Result<std::optional<std::vector<Apiary>>> changed_apiaries(Readings& readings)
{
    if (!TRY(readings.has_changed()))
        return std::nullopt;
    return TRY(readings.apiaries());
}

std::string summary(const std::vector<Apiary>& apiaries)
{
    std::int64_t samples = 0;
    for (const auto& apiary : apiaries)
        samples += apiary.count;
    return fmt::format("{} apiaries, {} samples", apiaries.size(), samples);
}

}  // namespace

std::vector<RowsEvent> new_rows(const std::vector<Apiary>& before, const std::vector<Apiary>& after)
{
    std::vector<RowsEvent> events;
    for (const auto& apiary : after) {
        const Apiary* const old = find_apiary(before, apiary.id);
        const std::int64_t added = apiary.count - (old != nullptr ? old->count : 0);
        if (old == nullptr || *old != apiary)
            events.push_back({.apiary = apiary, .added = std::max<std::int64_t>(added, 0)});
    }
    for (const auto& apiary : before)
        if (find_apiary(after, apiary.id) == nullptr)
            events.push_back({.apiary = emptied(apiary), .added = 0});
    return events;
}

Live::Live(EventLoop& loop, const std::string& store_path, EventChannel& channel, Report report)
    : loop_ {loop}, channel_ {channel}, report_ {std::move(report)}, store_ {store_path},
      delay_ {fallback_period}
{
}

Result<std::unique_ptr<Live>> Live::create(
    EventLoop& loop, const std::string& store_path, EventChannel& channel, Report report)
{
    std::unique_ptr<Live> live {new Live {loop, store_path, channel, std::move(report)}};
    Live* const self = live.get();
    live->watch_ = TRY(StoreWatch::create(loop, store_path, [self] { self->note_write(); }));
    live->every_second_ = TRY(loop.every(fallback_period, [self] {
        self->watch_->renew();
        self->look();
    }));
    live->look();
    return live;
}

void Live::note_write()
{
    const bool is_soon = pause_ && delay_ == settling_time;
    if (!is_soon)
        look_after(settling_time);
}

void Live::look_after(std::chrono::milliseconds delay)
{
    auto pause = loop_.after(delay, [this] {
        pause_ = {};
        look();
    });
    if (!pause)
        return;  // the next second looks anyway
    pause_ = std::move(*pause);
    delay_ = delay;
}

void Live::look()
{
    look_again_ = is_looking_;
    if (is_looking_)
        return;
    is_looking_ = true;
    const bool is_taken = worker_.submit(
        loop_, [this] { return see(store_); },
        [this](Result<Sight> sight) { take(std::move(sight)); });
    assert(is_taken);  // one look at a time, room for one
}

Result<Live::Sight> Live::see(Store& store)
{
    auto loan = TRY(store.borrow());
    if (!loan)
        return Sight {};
    auto changed = changed_apiaries(**loan);
    if (!changed) {
        loan->discard();  // a new connection sees the table as changed, whatever was missed
        return std::unexpected {std::move(changed).error()};
    }
    return Sight {.has_store = true, .apiaries = *std::move(changed)};
}

void Live::take(Result<Sight> sight)
{
    is_looking_ = false;
    // The last write of a commit comes before its rows can be seen, by as long as the disk
    // takes to sync: after a write, look at growing distances.
    if (look_again_)
        note_write();
    else if (!pause_ && delay_ < fallback_period)
        look_after(2 * delay_);
    if (!sight)
        return tell(Health::degraded, sight.error().message());
    if (!sight->has_store) {
        has_baseline_ = true;  // whatever comes is new
        return tell(Health::ready, "waiting for hive-sync to make the store");
    }
    if (const auto& apiaries = sight->apiaries)
        publish(*apiaries);
}

void Live::publish(const std::vector<Apiary>& apiaries)
{
    if (has_baseline_) {
        for (const auto& [apiary, added] : new_rows(known_, apiaries))
            channel_.publish("rows",
                to_text({{"apiary", apiary.id}, {"first", number_or_null(apiary.first)},
                    {"last", number_or_null(apiary.last)}, {"count", apiary.count},
                    {"added", added}}));
    }
    has_baseline_ = true;
    known_ = apiaries;
    tell(Health::ready, summary(apiaries));
}

void Live::tell(Health health, std::string text)
{
    if (text == told_)
        return;
    if (health == Health::degraded)
        log::error("failed to read store {}", log::field("error", text));
    told_ = text;
    report_(health, std::move(text));
}

}  // namespace hive
