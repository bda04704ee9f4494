// daemons/ban/ban_store_progress.cc - read positions and counted offences.
#include <cstdlib>
#include <ranges>
#include <string_view>

#include "daemons/ban/ban_store.h"
#include "daemons/ban/line_list.h"

namespace hive {
namespace {

using std::chrono::system_clock;

/// Epoch seconds with blanks between.
std::string joined(const std::vector<WallTime>& times)
{
    std::string text;
    for (const auto time : times)
        text += fmt::format("{} ", system_clock::to_time_t(time));
    return text;
}

std::vector<WallTime> times_of(std::string_view text)
{
    std::vector<WallTime> times;
    for (const auto word : text | std::views::split(' '))
        if (!word.empty())
            times.push_back(system_clock::from_time_t(
                std::strtoll(std::string {word.begin(), word.end()}.c_str(), nullptr, 10)));
    return times;
}

}  // namespace

Result<> BanStore::set_position(const Progress::Position& position)
{
    auto& set = statements_.set_position;
    TRY(set.bind(1, position.reader));
    TRY(set.bind(2, position.path));
    TRY(set.bind(3, static_cast<std::int64_t>(position.position.inode)));
    TRY(set.bind(4, position.position.offset));
    TRY(set.bind(5, std::as_bytes(std::span {position.position.head})));
    return set.run();
}

Result<> BanStore::set_offences(const Progress::Counted& counted)
{
    auto& set = counted.offences != nullptr ? statements_.set_offences : statements_.drop_offences;
    TRY(set.bind(1, counted.jail));
    TRY(set.bind(2, counted.network.text()));
    if (counted.offences != nullptr) {
        TRY(set.bind(3, joined(counted.offences->times)));
        TRY(set.bind(4, joined_lines(counted.offences->lines)));
    }
    return set.run();
}

Result<> BanStore::save(const Progress& progress)
{
    auto transaction = TRY(Transaction::begin(database_));
    for (const auto& position : progress.positions)
        TRY(set_position(position));
    for (const auto& counted : progress.counted)
        TRY(set_offences(counted));
    return transaction.commit();
}

Result<std::optional<LogPosition>> BanStore::position(
    const std::string& reader, const std::string& path)
{
    auto& get = statements_.get_position;
    get.reset();
    TRY(get.bind(1, reader));
    TRY(get.bind(2, path));
    if (!TRY(get.step()))
        return std::nullopt;
    const auto head = get.blob(2);
    LogPosition position {.inode = static_cast<std::uint64_t>(get.integer(0)),
        .offset = get.integer(1),
        .head = {reinterpret_cast<const char*>(head.data()), head.size()}};
    get.reset();
    return position;
}

Result<std::vector<std::string>> BanStore::paths(const std::string& reader)
{
    auto rows = TRY(database_.prepare("SELECT path FROM position WHERE reader = ?1"));
    TRY(rows.bind(1, reader));
    std::vector<std::string> paths;
    while (TRY(rows.step()))
        paths.emplace_back(rows.text(0));
    return paths;
}

Result<> BanStore::forget_position(const std::string& reader, const std::string& path)
{
    auto forget = TRY(database_.prepare("DELETE FROM position WHERE reader = ?1 AND path = ?2"));
    TRY(forget.bind(1, reader));
    TRY(forget.bind(2, path));
    return forget.run();
}

Result<std::vector<std::pair<Network, Offences>>> BanStore::offences(const std::string& jail)
{
    auto rows = TRY(database_.prepare("SELECT network, times, lines FROM offence WHERE jail = ?1"));
    TRY(rows.bind(1, jail));
    std::vector<std::pair<Network, Offences>> all;
    while (TRY(rows.step()))
        if (const auto network = Network::parse(rows.text(0)))
            if (auto times = times_of(rows.text(1)); !times.empty())
                all.emplace_back(*network, Offences {std::move(times), split_lines(rows.text(2))});
    return all;
}

}  // namespace hive
