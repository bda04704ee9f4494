#include "supervisor/portal/session.h"

#include <algorithm>

#include "lib/encoding.h"

namespace hive {
namespace {

constexpr std::size_t secret_bytes = 16;

}  // namespace

std::string Sessions::open(std::string user, Clock::time_point now)
{
    make_room(now);
    std::string id = to_hex(random_bytes(secret_bytes));
    sessions_.emplace(id,
        Session {.user = std::move(user),
            .token = to_hex(random_bytes(secret_bytes)),
            .opened = now,
            .used = now});
    return id;
}

const Session* Sessions::find(const std::string& id, Clock::time_point now)
{
    const auto found = sessions_.find(id);
    if (found == sessions_.end())
        return nullptr;
    if (is_over(found->second, now)) {
        sessions_.erase(found);
        return nullptr;
    }
    found->second.used = now;
    return &found->second;
}

void Sessions::close(const std::string& id)
{
    sessions_.erase(id);
}

void Sessions::close_if(const std::function<bool(const std::string& user)>& is_over)
{
    std::erase_if(sessions_, [&](const auto& entry) { return is_over(entry.second.user); });
}

bool Sessions::is_over(const Session& session, Clock::time_point now) const
{
    return now - session.used >= limits_.idle || now - session.opened >= limits_.length;
}

void Sessions::make_room(Clock::time_point now)
{
    if (sessions_.size() < limits_.count)
        return;
    std::erase_if(sessions_, [&](const auto& entry) { return is_over(entry.second, now); });
    if (sessions_.size() < limits_.count)
        return;
    sessions_.erase(std::ranges::min_element(
        sessions_, {}, [](const auto& entry) { return entry.second.used; }));
}

}  // namespace hive
