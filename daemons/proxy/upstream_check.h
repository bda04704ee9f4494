// daemons/proxy/upstream_check.h - asks a server now and then whether it is well.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "daemons/proxy/settings.h"
#include "lib/event_loop.h"
#include "lib/fd.h"
#include "lib/result.h"

namespace hive {

/// Checks one server of a group by its check_path, on the main loop.
class UpstreamCheck {
public:
    /// @param settings keeps the group
    static Result<std::unique_ptr<UpstreamCheck>> create(
        EventLoop& loop, SharedSettings settings, std::size_t group, std::size_t server);
    UpstreamCheck(const UpstreamCheck&) = delete;
    UpstreamCheck& operator=(const UpstreamCheck&) = delete;
    ~UpstreamCheck() = default;

private:
    UpstreamCheck(EventLoop& loop, SharedSettings settings, std::size_t group, std::size_t server);
    void begin();
    void ask();
    void hear();
    void end(bool is_healthy);

    EventLoop& loop_;
    SharedSettings settings_;
    UpstreamGroup& group_;
    std::size_t server_;
    Fd fd_;
    std::string answer_;  // its first bytes
    bool is_under_way_ = false;
    Watch ready_;
    Watch timer_;
};

/// One for each server of the groups that have a check_path.
[[nodiscard]] Result<std::vector<std::unique_ptr<UpstreamCheck>>> check_upstreams(
    EventLoop& loop, const SharedSettings& settings);

/// Whether a status line says 200 to 399. @param answer the first bytes of an answer
[[nodiscard]] bool says_healthy(std::string_view answer);

}  // namespace hive
