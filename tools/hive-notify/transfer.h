// tools/hive-notify/transfer.h - mails and webhooks over the network; hides libcurl.
#pragma once

#include <string>

#include "lib/result.h"
#include "tools/hive-notify/job.h"

namespace hive {

/// Call once, before any thread.
Result<> prepare_transfers();

/// Tries the servers in turn. May be called by several threads at once, as the next.
/// @return which server took it; an error names each server and its words
Result<std::string> send_mail(const Job& job, const MailJob& mail);

/// Posts it; redirects are not followed.
/// @return "status 204"; any status but 2xx is an error
Result<std::string> call_webhook(const Job& job, const WebhookJob& webhook);

}  // namespace hive
