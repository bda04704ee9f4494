// daemons/guard/followed_file.h - an access log or a file of flow records, followed as it grows.
#pragma once

#include <memory>
#include <string>

#include "daemons/guard/config.h"
#include "daemons/guard/file_follower.h"
#include "daemons/guard/flow_lines.h"
#include "daemons/guard/source.h"
#include "lib/access_log.h"
#include "lib/event_loop.h"
#include "lib/result.h"

namespace hive {

/// Looks five times a second, and at once again while there is more.
class FollowedFile : public Source {
public:
    static Result<std::unique_ptr<FollowedFile>> follow_log(
        EventLoop& loop, const LogConfig& config, TrafficSink& sink);
    static Result<std::unique_ptr<FollowedFile>> follow_flows(
        EventLoop& loop, const FlowsConfig& config, TrafficSink& sink);

private:
    FollowedFile(EventLoop& loop, std::string name, const std::string& kind, std::string server,
        const std::string& path, const FlowFields& fields, TrafficSink& sink);
    Result<> start();
    void look();
    void restart(std::int64_t offset);
    void take_access_line(std::string_view line);
    void take_flow_line(std::string_view line);

    EventLoop& loop_;
    TrafficSink& sink_;
    std::string server_;
    AccessLogReader log_reader_;
    FlowLines flows_;
    FileFollower file_;
    Watch look_;
    Watch again_;
};

}  // namespace hive
