// supervisor/portal/lockout.h - too many wrong passwords: no more tries for a while.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "supervisor/portal/session.h"

namespace hive {

/// Counts wrong passwords per key (a client's address, a user's name). A try counts as
/// wrong from its beginning, so that tries made at the same time cannot outrun the limit.
/// No I/O; the time is a parameter.
class Lockout {
public:
    struct Limits {
        int tries = 5;  // wrong ones that lock, >= 1
        std::chrono::seconds time {600};  // locked; also how long a wrong try counts
        std::size_t keys = 4096;  // one more forgets the one that is oldest
    };
    explicit Lockout(Limits limits) : limits_ {limits} { }

    /// How long until the key may try again; 0 s when it may now.
    [[nodiscard]] std::chrono::seconds wait(const std::string& key, Clock::time_point now) const;
    /// Takes one try. Ask wait() first.
    void begin_try(const std::string& key, Clock::time_point now);
    /// The try was right: the key's count starts again.
    void clear(const std::string& key);
    [[nodiscard]] int tries_left(const std::string& key, Clock::time_point now) const;
    [[nodiscard]] std::size_t size() const { return counts_.size(); }

private:
    struct Count {
        int wrong = 0;
        Clock::time_point latest;
        std::list<std::string>::iterator place;
    };
    [[nodiscard]] bool is_fresh(const Count& count, Clock::time_point now) const;
    Count& touch(const std::string& key);
    Limits limits_;
    std::list<std::string> order_;  // by latest try, oldest first
    std::unordered_map<std::string, Count> counts_;
};

}  // namespace hive
