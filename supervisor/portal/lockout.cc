#include "supervisor/portal/lockout.h"

#include <algorithm>

namespace hive {

std::chrono::seconds Lockout::wait(const std::string& key, Clock::time_point now) const
{
    const auto found = counts_.find(key);
    if (found == counts_.end() || found->second.wrong < limits_.tries)
        return std::chrono::seconds {0};
    const auto left = limits_.time - (now - found->second.latest);
    return std::max(std::chrono::seconds {0}, std::chrono::ceil<std::chrono::seconds>(left));
}

void Lockout::begin_try(const std::string& key, Clock::time_point now)
{
    Count& count = touch(key);
    if (!is_fresh(count, now))
        count.wrong = 0;
    count.wrong = std::min(count.wrong + 1, limits_.tries);
    count.latest = now;
}

void Lockout::clear(const std::string& key)
{
    const auto found = counts_.find(key);
    if (found == counts_.end())
        return;
    order_.erase(found->second.place);
    counts_.erase(found);
}

int Lockout::tries_left(const std::string& key, Clock::time_point now) const
{
    const auto found = counts_.find(key);
    if (found == counts_.end() || !is_fresh(found->second, now))
        return limits_.tries;
    return limits_.tries - found->second.wrong;
}

bool Lockout::is_fresh(const Count& count, Clock::time_point now) const
{
    return now - count.latest < limits_.time;
}

Lockout::Count& Lockout::touch(const std::string& key)
{
    const auto found = counts_.find(key);
    if (found != counts_.end()) {
        order_.splice(order_.end(), order_, found->second.place);
        return found->second;
    }
    if (counts_.size() >= limits_.keys) {
        counts_.erase(order_.front());
        order_.pop_front();
    }
    order_.push_back(key);
    return counts_[key] = Count {.place = std::prev(order_.end())};
}

}  // namespace hive
