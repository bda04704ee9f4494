// daemons/ban/host_names.h - the addresses of host names in log lines, looked up off the loop.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "daemons/ban/filter_rules.h"
#include "daemons/ban/name_resolver.h"
#include "daemons/ban/wall_time.h"
#include "lib/address.h"
#include "lib/event_loop.h"
#include "lib/lru_map.h"

namespace hive {

/// Strangers choose the names, and who answers for them: a look-up may take seconds. One name
/// is looked up once, however many lines hold it, and its answer is kept for five minutes, an
/// empty one for one. The thread is started with the first name.
class HostNames {
public:
    static constexpr std::size_t max_names = 1000;  // answers kept
    static constexpr std::size_t max_questions = 20;  // that wait for one answer
    static constexpr std::size_t max_name = 253;  // bytes; RFC 1035, 2.3.4

    explicit HostNames(EventLoop& loop) : loop_ {loop}, answers_ {max_names} { }

    using Found = std::move_only_function<void(const std::vector<Address>&)>;
    /// Answers at once when it knows.
    /// @param use_dns UseDns::warn: a look-up is told in the log
    /// @param found not called for a name that is none, and when too many wait
    void ask(const std::string& name, UseDns use_dns, WallTime now, Found found);

    /// Questions not asked because too many waited.
    [[nodiscard]] std::int64_t dropped() const { return dropped_; }

private:
    struct Answer {
        std::vector<Address> addresses;
        WallTime until;
    };
    void look_up(const std::string& name, UseDns use_dns);
    void answer(const std::string& name, const std::vector<Address>& addresses);

    EventLoop& loop_;
    LruMap<std::string, Answer> answers_;
    std::map<std::string, std::vector<Found>> waiting_;  // as many as the resolver takes
    std::int64_t dropped_ = 0;
    std::unique_ptr<NameResolver> resolver_;
};

}  // namespace hive
