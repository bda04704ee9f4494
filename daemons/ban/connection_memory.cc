// daemons/ban/connection_memory.cc - merges line by line, as fail2ban does.
#include "daemons/ban/connection_memory.h"

#include <utility>

namespace hive {
namespace {

constexpr std::size_t max_connections = 100;
constexpr std::size_t max_lines = 100;
constexpr std::size_t max_users = 100;
constexpr std::size_t max_text = 400;
constexpr std::chrono::minutes kept {5};

/// What the tags of a line say beside its failure.
struct Marks {
    bool is_quiet = false;  // <F-NOFAIL>, <F-MLFGAINED>: no failure by itself
    bool is_gained = false;  // <F-MLFGAINED>: access was granted
    bool is_end = false;  // <F-MLFFORGET>: the connection is over
};

Marks take_marks(Failure& found)
{
    Marks marks;
    if (const auto gained = found.text("mlfgained"); !gained.empty()) {
        marks.is_quiet = true;
        marks.is_gained = true;
        if (found.text("nofail").empty())
            found.groups["nofail"] = std::string {gained};
    } else if (!found.text("nofail").empty()) {
        marks.is_quiet = true;
    }
    marks.is_end = !found.text("mlfforget").empty();
    found.erase("mlfforget");
    return marks;
}

/// What was known, overwritten with what this line says.
void add_to(Failure& known, const Failure& found, const Marks& marks)
{
    const bool was_quiet = !known.text("nofail").empty() || !known.text("mlfgained").empty();
    known.erase("nofail");
    known.erase("mlfgained");
    if (marks.is_gained)
        known.is_pending = false;
    if (!was_quiet && !known.is_pending)
        known.lines.clear();  // they are told already
    for (const auto& [name, value] : found.groups)
        if (value)
            known.groups[name] = value;
}

void take_over(std::vector<std::string>& into, const std::vector<std::string>& from)
{
    for (const auto& line : from)
        into.push_back(line.substr(0, max_text));
    if (into.size() > max_lines)
        into.erase(into.begin(), into.end() - static_cast<std::ptrdiff_t>(max_lines));
}

}  // namespace

Failure& ConnectionMemory::merge(
    std::string_view connection, Failure found, const std::vector<std::string>& lines, WallTime now)
{
    auto marks = take_marks(found);
    const std::string user {found.text("user").substr(0, max_text)};
    auto* failure = find(connection, now);
    const bool is_known = failure != nullptr;
    if (is_known)
        add_to(*failure, found, marks);
    else if (marks.is_end)
        failure = &(passing_ = std::move(found));
    else
        failure = &keep(connection, std::move(found), now);
    if (!user.empty() && (is_known || !marks.is_end) && failure->users.size() < max_users)
        failure->users.insert(user);
    // Pending failures and several users outweigh that the last attempt was no failure.
    if (std::exchange(failure->is_pending, false) || failure->users.size() > 1) {
        failure->erase("nofail");
        failure->erase("mlfgained");
        marks.is_quiet = false;
        marks.is_gained = false;
    }
    if (!marks.is_quiet) {
        auto all = std::exchange(failure->quiet_lines, {});
        take_over(all, failure->lines);
        if (!marks.is_gained)
            take_over(all, lines);
        failure->lines = std::move(all);
    } else if (!marks.is_end) {
        take_over(failure->quiet_lines, lines);
    }
    if (is_known && marks.is_end) {
        passing_ = std::move(*failure);
        forget(connection);
        failure = &passing_;
    }
    return *failure;
}

Failure* ConnectionMemory::find(std::string_view connection, WallTime now)
{
    const auto place = places_.find(connection);
    if (place == places_.end())
        return nullptr;
    if (place->second->until > now)
        return &place->second->failure;
    forget(connection);
    return nullptr;
}

Failure& ConnectionMemory::keep(std::string_view connection, Failure failure, WallTime now)
{
    if (entries_.size() >= max_connections)
        make_room(now);
    entries_.push_back({std::string {connection}, std::move(failure), now + kept});
    places_[std::string {connection}] = std::prev(entries_.end());
    return entries_.back().failure;
}

/// The oldest goes, and those before it whose time is over.
void ConnectionMemory::make_room(WallTime now)
{
    for (bool was_in_use = false; !was_in_use && !entries_.empty();) {
        was_in_use = entries_.front().until > now;
        places_.erase(entries_.front().connection);
        entries_.pop_front();
    }
}

void ConnectionMemory::forget(std::string_view connection)
{
    const auto place = places_.find(connection);
    if (place == places_.end())
        return;
    entries_.erase(place->second);
    places_.erase(place);
}

}  // namespace hive
