#include "lib/json.h"
#include "lib/secret_file.h"
#include "supervisor/core/courier.h"

namespace hive {
namespace {

std::string_view name_of(StartTls starttls)
{
    switch (starttls) {
    case StartTls::required: return "required";
    case StartTls::offered: return "offered";
    case StartTls::never: return "never";
    }
    std::unreachable();
}

Result<std::string> secret_of(const std::string& path)
{
    if (path.empty())
        return std::string {};
    return read_secret(path);
}

}  // namespace

Result<Json> notify_job(const Parcel& parcel, const AlertConfig& config, const std::string& host)
{
    const auto& to = *parcel.destination;
    Json job {{"id", parcel.deliveries.front().id}, {"timeout", config.timeout.count()},
        {"ca_file", to.ca_file}};
    if (!to.mail.empty()) {
        job.update({{"kind", "mail"}, {"to", to.mail},
            {"from", to.mail_from.empty() ? to.mail.front() : to.mail_from},
            {"servers", to.mail_servers}, {"starttls", name_of(to.starttls)},
            {"user", to.mail_user}, {"password", TRY(secret_of(to.mail_password_file))},
            {"host", host}, {"subject", message_subject(parcel.told, host)},
            {"text", message_text(parcel.told)}});
        return job;
    }
    job["body"] = message_json(parcel.told, host);
    if (!to.exec.words.empty()) {
        job.update({{"kind", "exec"}, {"words", to.exec.words}});
        return job;
    }
    job.update({{"kind", "webhook"},
        {"url", to.webhook.empty() ? TRY(read_secret(to.webhook_file)) : to.webhook},
        {"token", TRY(secret_of(to.token_file))}});
    return job;
}

}  // namespace hive
