// supervisor/portal/api_routes.h - what programs ask as JSON.
#pragma once

#include <functional>
#include <string_view>
#include <utility>

#include "lib/http_server.h"
#include "lib/json_fwd.h"
#include "supervisor/portal/core_link.h"
#include "supervisor/portal/page.h"

namespace hive {

/// GET /api/status    the services and checks, with the token a POST needs
///     /api/events    what happened, newest first: service=, kind=, before= an id, limit=
///     /api/alerts    the newest 200, what is muted, where alerts go
///     /api/log       last lines, oldest first: service=, lines=
///     /api/history   figures of a service, oldest first: service=, span=hour|day
/// An error is {"error": "why"} with 400, 404 or 502.
class ApiRoutes {
public:
    ApiRoutes(CoreLink& core, std::function<PageSource()> source)
        : core_ {core}, source_ {std::move(source)}
    {
    }

    [[nodiscard]] static bool serves(std::string_view path);
    /// @param request for a path that it serves
    void answer(const HttpRequest& request, const Viewer& viewer, Responder responder);

private:
    void show_status(const Viewer& viewer, Responder responder) const;
    void show_events(const HttpRequest& request, Responder responder);
    void show_alerts(Responder responder);
    void show_log(const HttpRequest& request, Responder responder);
    void show_history(const HttpRequest& request, Responder responder) const;

    CoreLink& core_;
    std::function<PageSource()> source_;
};

}  // namespace hive
