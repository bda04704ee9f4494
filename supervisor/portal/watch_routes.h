// supervisor/portal/watch_routes.h - requests of the pages of checks, alerts and events.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lib/http_server.h"
#include "lib/json.h"
#include "supervisor/portal/audit_notes.h"
#include "supervisor/portal/core_link.h"
#include "supervisor/portal/page.h"

namespace hive {

class WatchRoutes {
public:
    WatchRoutes(CoreLink& core, AuditNotes& notes, std::function<PageSource()> source)
        : core_ {core}, notes_ {notes}, source_ {std::move(source)}
    {
    }

    /// GET /check?name=NAME
    void show_check(const HttpRequest& request, const Viewer& viewer, Responder responder);
    /// POST /check?name=NAME: action=monitor|unmonitor|validate (admin)
    void act_on_check(const HttpRequest& request, const Viewer& viewer, Responder responder);
    /// GET /alerts[?show=all]
    void show_alerts(const HttpRequest& request, const Viewer& viewer, Responder responder);
    /// POST /alerts: action=acknowledge (id), mute (key, seconds), unmute (key; all three editor),
    /// test (destination; admin)
    void act_on_alerts(const HttpRequest& request, const Viewer& viewer, Responder responder);
    /// GET /timeline[?service=NAME&kind=KIND&before=ID]: the stored events, 50 a page
    void show_timeline(const HttpRequest& request, const Viewer& viewer, Responder responder);

private:
    CoreLink& core_;
    AuditNotes& notes_;
    std::function<PageSource()> source_;
};

}  // namespace hive
