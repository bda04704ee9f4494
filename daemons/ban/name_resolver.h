// daemons/ban/name_resolver.h - looks up host names on a thread, answers on the loop.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lib/address.h"
#include "lib/event_loop.h"
#include "lib/worker.h"

namespace hive {

/// Names are looked up by getaddrinfo(3), so /etc/hosts counts, too.
class NameResolver {
public:
    /// Look-ups that may wait; a further one is not made.
    static constexpr std::size_t max_waiting = 256;

    explicit NameResolver(EventLoop& loop)
        : loop_ {loop}, worker_ {1, max_waiting}, alive_ {std::make_shared<int>()}
    {
    }

    /// Empty when there is no such name, or no answer.
    using Found = std::move_only_function<void(std::vector<Address>)>;
    /// @param found not called once the resolver is gone
    /// @return false when too many wait
    [[nodiscard]] bool resolve(const std::string& name, Found found);

private:
    EventLoop& loop_;
    Worker worker_;
    std::shared_ptr<int> alive_;  // an answer may be on its way when we go
};

}  // namespace hive
