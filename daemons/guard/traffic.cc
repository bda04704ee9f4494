#include "daemons/guard/traffic.h"

#include <algorithm>
#include <utility>

#include "lib/guard_schema.h"

namespace hive {
namespace {

constexpr std::size_t longest_name = 100;
/// Rows that may wait to be stored; with more than that the store is long gone.
constexpr std::size_t max_pending = 200'000;

using std::chrono::floor;
using std::chrono::seconds;

std::string host_name(std::string_view host)
{
    if (const auto colon = host.rfind(':');
        colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos)
        host = host.substr(0, colon);
    std::string name {host.substr(0, longest_name)};
    std::ranges::transform(name, name.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const bool is_name = !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
            || std::string_view {"._-[]:"}.contains(c);
    });
    return is_name ? name : "other";
}

}  // namespace

NameList::NameList(std::size_t room, std::string_view first) : room_ {room}
{
    names_.emplace_back(first);
    numbers_.emplace(first, std::uint16_t {0});
}

std::uint16_t NameList::number(std::string_view name)
{
    if (const auto found = numbers_.find(name); found != numbers_.end())
        return found->second;
    if (names_.size() == room_)
        return 0;
    const auto next = static_cast<std::uint16_t>(names_.size());
    names_.emplace_back(name);
    numbers_.emplace(name, next);
    return next;
}

Traffic::Traffic() : servers_ {max_guard_servers, "other"}, classes_ {max_classes, benign_class} { }

std::uint16_t Traffic::server(std::string_view host)
{
    return servers_.number(host_name(host));
}

void Traffic::add(Counts& counts, const Key& key, std::uint64_t count)
{
    if (counts.size() < max_pending || counts.contains(key))
        counts[key] += count;
}

void Traffic::count_second(EventTime time, std::uint16_t server, std::uint16_t class_number)
{
    add(pending_.seconds, {floor<seconds>(time).time_since_epoch().count(), server, class_number},
        1);
    if (totals_.size() <= class_number)
        totals_.resize(class_number + 1U);
    ++totals_[class_number];
}

void Traffic::count_five(std::chrono::sys_seconds start, std::uint16_t server,
    std::uint16_t class_number, std::uint32_t count)
{
    add(pending_.fives, {start.time_since_epoch().count(), server, class_number}, count);
}

void Traffic::count_outcome(EventTime time, std::uint16_t label, std::uint16_t predicted)
{
    const auto hour = floor<std::chrono::hours>(time);
    add(pending_.outcomes, {seconds {hour.time_since_epoch()}.count(), label, predicted}, 1);
}

Traffic::Pending Traffic::take()
{
    return std::exchange(pending_, {});
}

}  // namespace hive
