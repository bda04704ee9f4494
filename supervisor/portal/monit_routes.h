// supervisor/portal/monit_routes.h - the addresses that monit's command line and readers of its
// XML ask.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "lib/http_server.h"
#include "supervisor/portal/audit_notes.h"
#include "supervisor/portal/core_link.h"
#include "supervisor/portal/monit_request.h"
#include "supervisor/portal/monit_view.h"
#include "supervisor/portal/page.h"

namespace hive {

class MonitRoutes {
public:
    MonitRoutes(CoreLink& core, AuditNotes& notes, std::function<PageSource()> source)
        : core_ {core}, notes_ {notes}, source_ {std::move(source)}
    {
    }

    /// @param request whose path is_monit_path(), and, when it is a POST, which is proven
    void answer(const HttpRequest& request, const Viewer& viewer, Responder responder);

private:
    void tell(const HttpRequest& request, const MonitRequest& wanted, Responder responder) const;
    void act(const HttpRequest& request, const MonitRequest& wanted, const Viewer& viewer,
        Responder responder);
    struct Orders;
    void act_next(std::unique_ptr<Orders> orders);

    CoreLink& core_;
    AuditNotes& notes_;
    std::function<PageSource()> source_;
};

}  // namespace hive
