#include "supervisor/portal/audit_notes.h"

#include <filesystem>

#include "lib/log.h"
#include "supervisor/portal/reply.h"

namespace hive {

AuditNotes::AuditNotes(const std::string& path)
{
    std::error_code ignored;  // opening tells what is wrong
    std::filesystem::create_directories(std::filesystem::path {path}.parent_path(), ignored);
    auto opened = AuditTrail::open(path);
    if (opened)
        trail_ = std::move(*opened);
    else
        log::error("no audit trail: {}", opened.error().message());
}

AuditNotes::Outcome AuditNotes::begin(const HttpRequest& request, const Viewer& viewer,
    std::string action, std::string_view kind, std::string target)
{
    log::notice("requested action={} {} {} {}", action, log::field(kind, target),
        log::field("by", viewer.user), client_field(request));
    AuditEntry entry {.time = std::chrono::system_clock::now(),
        .user = viewer.user,
        .address
        = request.is_local ? std::string {request.header("X-Hive-Address")} : request.client.text(),
        .action = std::move(action),
        .target = std::move(target)};
    return [this, entry = std::move(entry)](std::string_view trouble) {
        if (!trail_)
            return;
        AuditEntry done = entry;
        done.outcome = trouble.empty() ? "done" : std::string {trouble};
        trail_->add(done);
    };
}

Result<std::vector<AuditEntry>> AuditNotes::newest(std::int64_t limit)
{
    if (!trail_)
        return fail("there is no audit trail; the log says why");
    return trail_->newest(limit);
}

}  // namespace hive
