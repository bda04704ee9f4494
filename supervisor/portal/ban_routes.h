// supervisor/portal/ban_routes.h - requests of the bans page, answered with what hive-ban says.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "lib/http_server.h"
#include "lib/json.h"
#include "supervisor/portal/audit_notes.h"
#include "supervisor/portal/control_questions.h"
#include "supervisor/portal/page.h"

namespace hive {

/// Tells hive-ban of administrators at work, too: they are never banned for 15 minutes.
class BanRoutes {
public:
    BanRoutes(ControlQuestions& ban, AuditNotes& notes, std::function<PageSource()> source)
        : ban_ {ban}, notes_ {notes}, source_ {std::move(source)}
    {
    }

    /// GET /bans[?address=ADDRESS]
    void show(const HttpRequest& request, const Viewer& viewer, Responder responder);
    /// POST /bans: action=ban|unban|spare|unspare, address, seconds (admin)
    void act(const HttpRequest& request, const Viewer& viewer, Responder responder);
    /// @param request of a viewer who has signed in
    void note_session(const HttpRequest& request, const Viewer& viewer);

private:
    struct Answers {
        Viewer viewer;
        std::string asked;
        Responder responder;
        std::string trouble {};
        Json list {};
        Json safe {};
        Json why {};
    };
    void ask_safe(std::unique_ptr<Answers> answers);
    void ask_why(std::unique_ptr<Answers> answers);
    void finish(Answers& answers) const;

    ControlQuestions& ban_;
    AuditNotes& notes_;
    std::function<PageSource()> source_;
    std::chrono::steady_clock::time_point noted_ {};
    std::string noted_address_;
};

}  // namespace hive
