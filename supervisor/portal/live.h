// supervisor/portal/live.h - event streams that keep open pages up to date.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/event_loop.h"
#include "lib/http_server.h"
#include "supervisor/portal/page.h"

namespace hive {

/// One channel for pages with all services, one for each service's page. A frame, the event
/// `page`, holds all live parts as JSON: {"now": epoch, "services": "a b", "news": id of the
/// newest event, "parts": {key: HTML}}. So a reader that missed frames misses nothing.
class Live {
public:
    /// @param service "" for all services
    using Render = std::function<std::vector<LivePart>(const std::string& service)>;
    /// What every frame says besides the parts.
    struct Now {
        WallTime time;
        std::string services;  // names, one blank between; another list means another page
        std::int64_t news = 0;
    };
    using Ask = std::function<Now()>;

    static Result<std::unique_ptr<Live>> create(EventLoop& loop, Render render, Ask now);
    Live(const Live&) = delete;
    Live& operator=(const Live&) = delete;
    ~Live() = default;

    /// Streams to a page, the whole picture first. @param service a known one, or ""
    void serve(const std::string& service, Responder responder);
    /// Something changed that pages should show at once, or within a second.
    enum class Urgency { at_once, soon };
    void change(Urgency urgency);
    /// Ends all streams; the pages that may come back do so by themselves.
    void end_all();

    /// Streams are ended this often, so that whoever's session is over stops seeing.
    static constexpr std::chrono::seconds renewal {300};
    static constexpr std::size_t max_readers = 256;

private:
    Live(EventLoop& loop, Render render, Ask now);
    [[nodiscard]] std::string frame(const std::string& service) const;
    [[nodiscard]] std::size_t readers() const;
    void publish();

    EventLoop& loop_;
    Render render_;
    Ask now_;
    std::map<std::string, EventChannel> channels_;
    Watch at_once_;
    Watch soon_;
    Watch renewal_;
};

}  // namespace hive
