// supervisor/portal/audit_notes.h - notes each change somebody asks for, in the log and the trail.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/http_server.h"
#include "supervisor/portal/audit.h"
#include "supervisor/portal/sign_in.h"

namespace hive {

class AuditNotes {
public:
    /// Without a database, which is logged, only the log has the notes. @param path of it
    explicit AuditNotes(const std::string& path);

    /// Logs that it was asked for. @return what notes how it went; nothing is an error's words
    using Outcome = std::function<void(std::string_view trouble)>;
    [[nodiscard]] Outcome begin(const HttpRequest& request, const Viewer& viewer,
        std::string action, std::string_view kind, std::string target);
    /// Newest first.
    [[nodiscard]] Result<std::vector<AuditEntry>> newest(std::int64_t limit);

private:
    std::optional<AuditTrail> trail_;
};

}  // namespace hive
