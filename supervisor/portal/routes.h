// supervisor/portal/routes.h - which page or action a request asks for, and who may have it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lib/http_server.h"
#include "lib/json_fwd.h"
#include "supervisor/portal/api_routes.h"
#include "supervisor/portal/assets.h"
#include "supervisor/portal/ban_routes.h"
#include "supervisor/portal/core_link.h"
#include "supervisor/portal/live.h"
#include "supervisor/portal/metrics_routes.h"
#include "supervisor/portal/monit_routes.h"
#include "supervisor/portal/page.h"
#include "supervisor/portal/page_overview.h"
#include "supervisor/portal/page_service.h"
#include "supervisor/portal/paper_routes.h"
#include "supervisor/portal/sign_in.h"
#include "supervisor/portal/watch_routes.h"

namespace hive {

/// Open to everyone: /_ping, the style and scripts, /sign-in. All else needs a viewer:
///   GET  /                      all services
///   GET  /service?name=NAME     one service
///   POST /service?name=NAME     action=start|stop|restart|monitor|unmonitor,
///                               back=overview|service (admin)
///   GET, POST /check, /alerts, GET /timeline: watch_routes.h
///   GET  /more, /help?page=, /audit, /configuration: paper_routes.h
///   GET  /dependencies          what waits for what
///   GET  /log?service=&text=    last lines of all services, or one
///   GET  /bans[?address=]       who is banned, why, and who never is
///   POST /bans                  action=ban|unban, address, seconds (admin)
///   GET  /events[?service=NAME] server-sent events for an open page
///   GET  /api/...               the same as JSON: api_routes.h
///   GET  /metrics               the suite for Prometheus; the token of metrics_token opens it, too
///   GET, POST /_status, /_summary, /_report, POST /_doaction: as monit answers them
///   POST /sign-out
/// Every POST must come from our own pages and, but for /sign-in, bring the viewer's token
/// as `csrf`; or be one of monit's command line (monit_request.h).
class Routes {
public:
    /// What pages are made from, at the moment they are made.
    using Source = std::function<PageSource()>;
    Routes(EventLoop& loop, const PortalConfig& config, SignIn& sign_in, CoreLink& core,
        ControlQuestions& ban, Live& live, const Assets& assets, Source source);

    void answer(const HttpRequest& request, Responder responder);

private:
    bool answer_anyone(const HttpRequest& request, Responder& responder);
    void answer_viewer(const HttpRequest& request, const Viewer& viewer, Responder responder);
    void get(const HttpRequest& request, const Viewer& viewer, Responder responder);
    void get_paper(const HttpRequest& request, const Viewer& viewer, Responder responder);
    void post(const HttpRequest& request, const Viewer& viewer, Responder responder);

    void show_service(const HttpRequest& request, const Viewer& viewer, Responder responder);
    /// The second half, with the events: asks for the log and answers.
    void show_service(
        const std::string& name, const Viewer& viewer, ServiceRecord record, Responder responder);
    void show_log(const HttpRequest& request, const Viewer& viewer, Responder responder);
    void stream(const HttpRequest& request, Responder responder);
    void show_sign_in(const HttpRequest& request, Responder responder) const;
    void sign_in(const HttpRequest& request, Responder responder);
    void sign_out(const HttpRequest& request, Responder responder);
    void act(const HttpRequest& request, const Viewer& viewer, Responder responder);

    SignIn& sign_in_;
    CoreLink& core_;
    Live& live_;
    const Assets& assets_;
    Source source_;
    OverviewPages overview_;
    AuditNotes notes_;  // before those who write into it
    BanRoutes bans_;
    WatchRoutes watch_;
    PaperRoutes paper_;
    MetricsRoutes metrics_;
    ApiRoutes api_;
    MonitRoutes monit_;
};

}  // namespace hive
