#include "lib/http_windows.h"

#include <algorithm>

namespace hive {
namespace {

using std::chrono::floor;
using std::chrono::seconds;

std::int64_t number_of(HttpWindows::Time time)
{
    const auto since = floor<seconds>(time.time_since_epoch()).count();
    return std::max<std::int64_t>(since, 0) / http_window.count();
}

}  // namespace

HttpWindows::HttpWindows(std::size_t room, Callbacks callbacks)
    : callbacks_ {std::move(callbacks)}, clients_ {room}
{
    histories_.reserve(room);
    open_.reserve(room);
}

HttpWindows::Slot HttpWindows::touch(const Address& client)
{
    const auto address = client_address(client);
    if (clients_.find(address) == ClientTable::none) {
        if (const auto going = clients_.next_to_go(); going != ClientTable::none) {
            for (auto number = oldest_; number < oldest_ + std::int64_t {open_windows}; ++number)
                close(going, number);
            callbacks_.evicted(going);
            histories_[going] = {};
        }
    }
    const auto [slot, is_new] = clients_.touch(address);
    if (is_new && slot == histories_.size()) {
        histories_.emplace_back();
        open_.push_back({none, none});
    }
    return slot;
}

HttpWindow& HttpWindows::window_of(Slot slot, std::int64_t number)
{
    const auto side = static_cast<std::size_t>(number) % open_windows;
    auto& place = open_[slot][side];
    if (place == none) {
        active_[side].push_back(slot);
        if (free_.empty()) {
            place = static_cast<std::uint32_t>(pool_.size());
            pool_.emplace_back();
        } else {
            place = free_.back();
            free_.pop_back();
            pool_[place] = {};
        }
    }
    return pool_[place];
}

void HttpWindows::add(Slot slot, Time time, const RequestTraits& request)
{
    advance(time);
    auto number = number_of(time);
    if (number < oldest_) {
        ++late_;
        number = oldest_;
    }
    window_of(slot, number).add(request);
}

void HttpWindows::advance(Time now)
{
    if (now <= youngest_)
        return;
    youngest_ = now;
    close_before(number_of(now - http_lateness));
}

void HttpWindows::finish()
{
    close_before(oldest_ + std::int64_t {open_windows});
}

void HttpWindows::close_before(std::int64_t number)
{
    for (std::size_t i = 0; i < open_windows && oldest_ < number; ++i, ++oldest_) {
        const auto side = static_cast<std::size_t>(oldest_) % open_windows;
        for (const auto slot : active_[side])
            close(slot, oldest_);
        active_[side].clear();
    }
    oldest_ = std::max(oldest_, number);
}

/// A slot may be listed twice when a client came back after it was forgotten.
void HttpWindows::close(Slot slot, std::int64_t number)
{
    auto& place = open_[slot][static_cast<std::size_t>(number) % open_windows];
    if (place == none)
        return;
    const HttpWindowRow row {.client = clients_.client(slot),
        .start = std::chrono::sys_seconds {number * http_window},
        .window = pool_[place],
        .features = histories_[slot].features(pool_[place], number)};
    histories_[slot].add(row.window, number);
    free_.push_back(place);
    place = none;
    callbacks_.closed(slot, row);
}

}  // namespace hive
