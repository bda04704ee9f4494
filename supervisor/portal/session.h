// supervisor/portal/session.h - who has signed in, under a random id in a cookie.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace hive {

using Clock = std::chrono::steady_clock;

struct Session {
    std::string user;
    std::string token;  // in every form of this session: proof against cross-site requests
    Clock::time_point opened;
    Clock::time_point used;
};

/// Sessions in memory. No I/O; the time is a parameter.
class Sessions {
public:
    struct Limits {
        std::chrono::seconds idle {1800};  // unused for this long: over
        std::chrono::seconds length {43200};  // over in any case
        std::size_t count = 1000;  // one more ends the one unused for longest
    };
    explicit Sessions(Limits limits) : limits_ {limits} { }

    /// @return its id: 128 random bits in hexadecimal
    std::string open(std::string user, Clock::time_point now);
    /// Marks it used. @return nullptr when there is none, or it is over; valid until the next call
    const Session* find(const std::string& id, Clock::time_point now);
    void close(const std::string& id);
    /// Ends the sessions of the users that the question says yes to.
    void close_if(const std::function<bool(const std::string& user)>& is_over);
    [[nodiscard]] std::size_t size() const { return sessions_.size(); }

private:
    [[nodiscard]] bool is_over(const Session& session, Clock::time_point now) const;
    void make_room(Clock::time_point now);
    Limits limits_;
    std::unordered_map<std::string, Session> sessions_;
};

}  // namespace hive
