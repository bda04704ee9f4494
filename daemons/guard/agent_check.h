// daemons/guard/agent_check.h - asks the DNS whether a robot is who it says it is.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "lib/address.h"
#include "lib/event_loop.h"
#include "lib/lru_map.h"
#include "lib/worker.h"

namespace hive {

/// Whether a host name lies in a domain: "crawl-1.googlebot.com" in "googlebot.com".
[[nodiscard]] bool is_in_domain(std::string_view name, std::string_view domain);

/// The name of the address must lie in the domain, and lead back to the address: anybody can
/// give his address any name. Answers are kept for an hour.
class AgentCheck {
public:
    static constexpr std::size_t max_answers = 1000;
    static constexpr std::size_t max_waiting = 100;
    using Clock = std::chrono::steady_clock;

    explicit AgentCheck(EventLoop& loop)
        : loop_ {loop}, worker_ {1, max_waiting}, alive_ {std::make_shared<int>()}
    {
    }

    /// @param answer is called at once when it is known, later otherwise; false also when there
    ///        is no answer, or too many wait
    void ask(const Address& address, const std::string& domain,
        std::move_only_function<void(bool is_genuine)> answer);

private:
    struct Kept {
        bool is_genuine = false;
        std::string domain;
        Clock::time_point until;
    };
    EventLoop& loop_;
    LruMap<Address, Kept> answers_ {max_answers};
    Worker worker_;
    std::shared_ptr<int> alive_;  // an answer may be on its way when we go
};

}  // namespace hive
