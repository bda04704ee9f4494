// supervisor/portal/paper_routes.h - requests of the audit trail, the configuration and the manual.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lib/http_server.h"
#include "supervisor/portal/audit_notes.h"
#include "supervisor/portal/page.h"

namespace hive {

class PaperRoutes {
public:
    /// @param pages directory of the pages; the manual lies beside it, in help
    PaperRoutes(std::string pages, AuditNotes& notes, std::function<PageSource()> source)
        : manual_ {std::move(pages) + "/../help"}, notes_ {notes}, source_ {std::move(source)}
    {
    }

    void show_more(const Viewer& viewer, Responder responder) const;
    /// Who pressed what; for admins.
    void show_audit(const Viewer& viewer, Responder responder);
    /// The files of the configuration without their secrets; for admins.
    void show_configuration(const Viewer& viewer, Responder responder) const;
    /// GET /help?page=NAME
    void show_manual(const HttpRequest& request, const Viewer& viewer, Responder responder) const;

private:
    std::string manual_;
    AuditNotes& notes_;
    std::function<PageSource()> source_;
};

}  // namespace hive
