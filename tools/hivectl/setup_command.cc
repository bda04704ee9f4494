#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include <unistd.h>

#include "lib/file.h"
#include "lib/json.h"
#include "lib/password.h"
#include "lib/paths.h"
#include "lib/secret_file.h"
#include "tools/hivectl/accounts.h"
#include "tools/hivectl/ask.h"
#include "tools/hivectl/certificate_files.h"
#include "tools/hivectl/commands.h"
#include "tools/hivectl/configuration_check.h"
#include "tools/hivectl/core_reload.h"
#include "tools/hivectl/setup_dialogue.h"
#include "tools/hivectl/setup_plan.h"
#include "tools/hivectl/table.h"

namespace hive {
namespace {

/// A file of the configuration, and who can tell whether it is good.
struct ConfigurationFile {
    std::string_view name;
    std::string_view program;
};
constexpr std::array configuration_files {ConfigurationFile {"ban.ini", "hive-ban"},
    ConfigurationFile {"proxy.ini", "hive-proxy"},
    ConfigurationFile {"supervisor.ini", "hive-supervisor"},
    ConfigurationFile {"sync.ini", "hive-sync"}};

constexpr mode_t private_mode = 0600;
constexpr mode_t usual_mode = 0644;

/// What was done, for the operator.
struct Outcome {
    std::vector<std::string> files;
    std::string made_password;  // of the administrator; "" when none was made up
    bool is_taken_up = false;  // by a running supervisor
};

/// Who sets up a machine from elsewhere must not be banned from it.
SetupAnswers offered_answers()
{
    SetupAnswers answers;
    const char* const connection = std::getenv("SSH_CONNECTION");
    const std::string_view text = connection == nullptr ? "" : connection;
    answers.safe = text.substr(0, text.find(' '));
    return answers;
}

Result<SetupPlan::Files> present_files()
{
    SetupPlan::Files files;
    for (const auto& [name, program] : configuration_files) {
        const auto path = configuration_path(std::string {name});
        files[std::string {name}]
            = ::access(path.c_str(), F_OK) == 0 ? TRY(read_file(path)) : std::string {};
    }
    return files;
}

std::string configuration_directory()
{
    auto directory = configuration_path("");
    while (directory.size() > 1 && directory.ends_with('/'))
        directory.pop_back();
    return directory;
}

/// A certificate that is there stays.
Result<> ensure_certificate(const std::string& host, Outcome& outcome)
{
    const auto names = certificate_files(host);
    if (::access(configuration_path(names.certificate).c_str(), F_OK) == 0)
        return {};
    TRY(make_certificate(host));
    outcome.files.insert(outcome.files.end(), {names.certificate, names.key});
    return {};
}

/// As a draft beside the file, which only its program's approval lets take its place.
Result<> write_draft(const std::string& path, std::string_view text, std::string_view program)
{
    TRY(write_file(path, text, usual_mode));
    const auto verdict = check_configuration(std::string {program}, path);
    if (!verdict)
        return fail("{} is not in the path: it has to look at {}", program, path);
    return *verdict == 0 ? Result<> {} : fail("{} refuses what would be written", program);
}

std::string draft_path(std::string_view name)
{
    return configuration_path(fmt::format("{}.draft", name));
}

Result<> write_drafts(const SetupPlan& plan)
{
    for (const auto& [name, program] : configuration_files)
        if (const auto text = plan.files.find(std::string {name}); text != plan.files.end())
            TRY(write_draft(draft_path(name), text->second, program));
    return {};
}

/// All of them or none.
Result<> write_files(const SetupPlan& plan, Outcome& outcome)
{
    auto written = write_drafts(plan);
    for (const auto& [name, text] : plan.files) {
        std::error_code ignored;
        std::filesystem::remove(draft_path(name), ignored);
    }
    TRY(std::move(written));
    for (const auto& [name, text] : plan.files) {
        TRY(write_file(configuration_path(name), text, usual_mode));
        outcome.files.push_back(name);
    }
    return {};
}

Result<> ensure_administrator(const SetupAnswers& answers, Outcome& outcome)
{
    if (answers.admin.empty())
        return {};
    const bool is_known = TRY(has_account(answers.admin));
    if (is_known && answers.admin_password.empty())
        return {};
    if (answers.admin_password.empty())
        outcome.made_password = random_password();
    TRY(set_account({.name = answers.admin,
        .password = answers.admin_password.empty() ? outcome.made_password : answers.admin_password,
        .group = "admin"}));
    outcome.files.insert(outcome.files.end(), {"users", "groups"});
    return {};
}

Result<> tell_supervisor(const SetupPlan& plan, Outcome& outcome)
{
    if (!ask("supervisor", "ping", Json::object()))
        return {};
    TRY(reload_core());
    for (const auto& service : plan.restarted)
        TRY(ask("supervisor", "restart", {{"name", service}, {"by", own_user()}}));
    outcome.is_taken_up = true;
    return {};
}

Result<Outcome> carry_out(const SetupAnswers& answers)
{
    Outcome outcome;
    const auto plan = plan_setup(answers, TRY(present_files()), configuration_directory());
    if (plan.needs_certificate)
        TRY(ensure_certificate(answers.host, outcome));
    for (const auto& [name, secret] : plan.secrets) {
        TRY(write_file(configuration_path(name), secret, private_mode));
        outcome.files.push_back(name);
    }
    TRY(write_files(plan, outcome));
    TRY(ensure_administrator(answers, outcome));
    TRY(tell_supervisor(plan, outcome));
    return outcome;
}

Json report_json(const Outcome& outcome, const SetupAnswers& answers)
{
    Json object {
        {"files", outcome.files}, {"admin", answers.admin}, {"taken_up", outcome.is_taken_up}};
    if (!outcome.made_password.empty())
        object["password"] = outcome.made_password;
    return object;
}

std::string report_text(const Outcome& outcome, const SetupAnswers& answers)
{
    std::string text;
    for (const auto& file : outcome.files)
        text += fmt::format("wrote {}\n", configuration_path(file));
    if (outcome.files.empty())
        text += "nothing had to change\n";
    if (!outcome.made_password.empty())
        text += fmt::format("sign in as {} with the password {}\n", printable(answers.admin),
            outcome.made_password);
    return text
        + (outcome.is_taken_up ? "the supervisor has taken it up\n"
                               : "next: systemctl enable --now hive-supervisor\n");
}

Result<SetupAnswers> gather(const Invocation& invocation)
{
    auto answers = TRY(parse_setup_answers(offered_answers(), invocation.words,
        [](const std::string& path) { return read_secret(path); }));
    if (invocation.is_sure)
        return answers;
    if (::isatty(STDIN_FILENO) == 0)
        return fail("it asks on a terminal; without one say --yes and KEY=VALUE");
    answers = TRY(ask_setup(std::move(answers)));
    if (!is_agreed("Write the configuration?"))
        return fail("nothing was changed");
    return answers;
}

}  // namespace

int set_up(const Invocation& invocation, const Terminal& /*terminal*/)
{
    const auto answers = gather(invocation);
    if (!answers)
        return complain(answers.error().message());
    const auto outcome = carry_out(*answers);
    if (!outcome)
        return complain(outcome.error().message());
    say(invocation.is_json ? to_text(report_json(*outcome, *answers)) + '\n'
                           : report_text(*outcome, *answers));
    return 0;
}

}  // namespace hive
