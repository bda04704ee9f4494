#include "tools/hivectl/setup_plan.h"

#include <algorithm>

#include <fmt/format.h>

#include "lib/trim.h"
#include "tools/hivectl/certificate_files.h"
#include "tools/hivectl/ini_edit.h"

namespace hive {
namespace {

constexpr std::string_view source_name = "main";
constexpr std::string_view source_secret = "source-main.password";
constexpr std::string_view mail_secret = "mail.password";
constexpr std::string_view alert_section = "alert keepers";
constexpr std::string_view usual_http = "http *:80";

bool has_word(std::string_view list, std::string_view word)
{
    while (!list.empty()) {
        const auto next = list.substr(0, list.find(','));
        list.remove_prefix(std::min(next.size() + 1, list.size()));
        if (trimmed(next) == word)
            return true;
    }
    return false;
}

/// Texts that change, and who has to know.
class Draft {
public:
    Draft(const SetupPlan::Files& files, const std::string& directory)
        : before_ {files}, texts_ {files}, directory_ {directory}
    {
    }

    void set(const std::string& file, std::string_view section, std::string_view option,
        std::string_view value)
    {
        auto& text = texts_[file];
        text = with_ini_value(text, section, option, value);
    }

    /// Adds a word to a list unless it is there.
    /// @param usual what the list is while the option is not set
    void add(const std::string& file, const std::string& section, std::string_view option,
        std::string_view word, std::string_view usual = "")
    {
        auto list = ini_value(texts_[file], section, option).value_or(std::string {usual});
        if (!has_word(list, word))
            set(file, section, option, fmt::format("{}{}{}", list, list.empty() ? "" : ", ", word));
    }

    void keep_secret(std::string_view name, const std::string& secret)
    {
        plan_.secrets[std::string {name}] = secret + '\n';
    }

    /// A file that root reads and the supervisor gives to one service.
    void give(const std::string& service, std::string_view credential, std::string_view file)
    {
        add("supervisor.ini", "service " + service, "credential",
            fmt::format("{}:{}/{}", credential, directory_, file));
        plan_.restarted.push_back(service);
    }

    void need_certificate() { plan_.needs_certificate = true; }
    [[nodiscard]] std::string path_of(std::string_view name) const
    {
        return fmt::format("{}/{}", directory_, name);
    }
    [[nodiscard]] std::string value(
        const std::string& file, std::string_view section, std::string_view option) const
    {
        const auto text = texts_.find(file);
        return text == texts_.end() ? "" : ini_value(text->second, section, option).value_or("");
    }

    SetupPlan plan() &&
    {
        for (auto& [name, text] : texts_)
            if (const auto found = before_.find(name);
                found == before_.end() ? !text.empty() : found->second != text)
                plan_.files[name] = std::move(text);
        if (!plan_.files.contains("supervisor.ini"))
            plan_.restarted.clear();
        return std::move(plan_);
    }

private:
    const SetupPlan::Files& before_;
    SetupPlan::Files texts_;
    const std::string& directory_;
    SetupPlan plan_;
};

void plan_source(const SetupAnswers& answers, Draft& draft)
{
    const auto section = fmt::format("source {}", source_name);
    draft.set("sync.ini", section, "uri", answers.source);
    if (!answers.source_user.empty())
        draft.set("sync.ini", section, "user", answers.source_user);
    if (answers.source_password.empty())
        return;
    draft.keep_secret(source_secret, answers.source_password);
    draft.give("hive-sync", source_name, source_secret);
}

void plan_tls(const SetupAnswers& answers, Draft& draft)
{
    const auto listen = fmt::format("*:{}", answers.tls_port);
    const auto certificate = "certificate " + answers.host;
    const auto key = answers.host + ".key";
    const auto files = certificate_files(answers.host);
    draft.need_certificate();
    draft.set("proxy.ini", "proxy", "listen_tls", listen);
    draft.set("proxy.ini", certificate, "certificate", files.certificate);
    draft.set("proxy.ini", certificate, "key", key);
    draft.add("supervisor.ini", "service hive-proxy", "listen", "https " + listen, usual_http);
    draft.give("hive-proxy", key, files.key);
}

void plan_mail(const SetupAnswers& answers, Draft& draft)
{
    const std::string file = "supervisor.ini";
    draft.set(file, alert_section, "mail", answers.mail);
    draft.set(file, alert_section, "mail_servers", answers.mail_server);
    if (!answers.mail_user.empty())
        draft.set(file, alert_section, "mail_user", answers.mail_user);
    if (answers.mail_password.empty())
        return;
    draft.set(file, alert_section, "mail_password_file", draft.path_of(mail_secret));
    draft.keep_secret(mail_secret, answers.mail_password);
}

void plan_safe(std::string_view list, Draft& draft)
{
    while (!list.empty()) {
        const auto word = list.substr(0, list.find(','));
        list.remove_prefix(std::min(word.size() + 1, list.size()));
        draft.add("ban.ini", "ban", "ignore", trimmed(word), "127.0.0.0/8, ::1");
    }
}

}  // namespace

SetupPlan plan_setup(
    const SetupAnswers& answers, const SetupPlan::Files& files, const std::string& directory)
{
    Draft draft {files, directory};
    if (!answers.source.empty())
        plan_source(answers, draft);
    if (!answers.host.empty())
        plan_tls(answers, draft);
    if (!answers.mail.empty())
        plan_mail(answers, draft);
    plan_safe(answers.safe, draft);
    return std::move(draft).plan();
}

}  // namespace hive
