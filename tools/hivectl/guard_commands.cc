#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

#include "lib/address.h"
#include "lib/json.h"
#include "tools/hivectl/answer.h"
#include "tools/hivectl/ask.h"
#include "tools/hivectl/commands.h"
#include "tools/hivectl/table.h"

namespace hive {
namespace {

using Words = std::span<const std::string>;

int show(const Invocation& invocation, const Result<Json>& answer,
    const std::function<std::string(const Json&)>& text)
{
    if (!answer || invocation.is_json)
        return show_answer(answer, invocation);
    say(text(*answer));
    return 0;
}

std::string score_text(const Json& object)
{
    return fmt::format("{:.2f}", real_at(object, "score"));
}

/// The reasons and lines of a client or a decision, indented.
std::string evidence_text(const Json& object)
{
    std::string text;
    for (const auto& reason : object.value("reasons", Json::array()))
        text += "    " + printable(text_at(reason, "text")) + '\n';
    for (const auto& line : object.value("lines", Json::array()))
        if (line.is_string())
            text += "      " + printable(line.get<std::string>()) + '\n';
    return text;
}

std::string status_text(const Json& answer)
{
    const bool is_dry = text_at(answer, "mode") == "dry-run";
    const auto until = real_at(answer, "dry_run_until");
    std::string text = fmt::format("mode: {}{}\n", is_dry ? "dry run" : "armed",
        until > 0 ? " until " + time_text(until) : "");
    const auto models = answer.value("models", Json::array());
    for (const auto& model : models)
        text += fmt::format("model: {}, {} trees, {}\n", printable(text_at(model, "kind")),
            integer_at(model, "trees"), printable(text_at(model, "version")));
    if (models.empty())
        text += "model: none, rules only\n";
    text += fmt::format("clients: {} ({} forgotten for want of room)\nhive-ban: {}, {} waiting\n",
        count_text(integer_at(answer, "clients")), count_text(integer_at(answer, "evicted")),
        text_at(answer, "ban"), integer_at(answer, "waiting"));
    for (const auto& source : answer.value("sources", Json::array()))
        text += fmt::format("source: {}, {} events, {} refused\n",
            printable(text_at(source, "name")), count_text(integer_at(source, "events")),
            count_text(integer_at(source, "refused")));
    for (const auto& one : answer.value("classes", Json::array()))
        text += fmt::format("class: {}, {}{}\n", printable(text_at(one, "name")),
            count_text(integer_at(one, "count")), flag_at(one, "dry_run") ? ", dry run" : "");
    const auto decisions = answer.value("decisions", Json::object());
    for (const auto& [action, count] : decisions.items())
        text += fmt::format("decisions {}: {}\n", printable(action), to_text(count));
    return text;
}

int show_guard_status(const Invocation& invocation, Words /*words*/, const Terminal& /*terminal*/)
{
    return show(invocation, ask("guard", "status", Json::object()), status_text);
}

int show_top(const Invocation& invocation, Words /*words*/, const Terminal& terminal)
{
    const auto answer = ask("guard", "top", {{"limit", std::max(invocation.lines, 1)}});
    return show(invocation, answer, [&terminal](const Json& said) {
        Table table {{{"CLIENT"}, {"CLASS"}, {"SCORE", Align::right}, {"STRIKES", Align::right},
            {"REQUESTS", Align::right}, {"REASON"}}};
        for (const auto& client : said.value("clients", Json::array())) {
            const auto reasons = client.value("reasons", Json::array());
            table.add({{.text = printable(text_at(client, "address"))},
                {.text = printable(text_at(client, "class")), .style = style::warn},
                {.text = score_text(client)},
                {.text = std::to_string(integer_at(client, "strikes"))},
                {.text = count_text(integer_at(client, "requests"))},
                {.text = reasons.empty() ? "" : printable(text_at(reasons.front(), "text"))}});
        }
        return table.text(terminal.is_styled);
    });
}

std::string decision_text(const Json& decision)
{
    const auto why = text_at(decision, "why");
    return fmt::format("{} {} {}: {} by {}, score {}{}\n", integer_at(decision, "id"),
               time_text(real_at(decision, "time")), text_at(decision, "action"),
               printable(text_at(decision, "class")), printable(text_at(decision, "by")),
               score_text(decision), why.empty() ? "" : ", " + printable(why))
        + evidence_text(decision);
}

std::string why_text(const Json& answer)
{
    std::string text;
    if (const auto safe = text_at(answer, "safe"); !safe.empty())
        text += "safe: " + printable(safe) + '\n';
    const auto client = answer.value("client", Json {});
    if (client.is_object())
        text += fmt::format("suspected: {} by {}, score {}, {} strikes, {} requests\n",
                    printable(text_at(client, "class")), printable(text_at(client, "by")),
                    score_text(client), integer_at(client, "strikes"),
                    count_text(integer_at(client, "requests")))
            + evidence_text(client);
    for (const auto& decision : answer.value("decisions", Json::array()))
        text += decision_text(decision);
    return text.empty() ? "nothing is known of it\n" : text;
}

int show_why(const Invocation& invocation, Words words, const Terminal& /*terminal*/)
{
    if (words.size() != 1)
        return complain("guard why: of which address?");
    return show(invocation, ask("guard", "why", {{"address", words.front()}}), why_text);
}

int undo(const Invocation& invocation, Words words, const Terminal& /*terminal*/)
{
    if (words.size() != 1)
        return complain("guard undo: which address, or number of a decision?");
    Json arguments {{"remember", invocation.remembers}, {"user", own_user()}};
    const bool is_number = words.front().find_first_not_of("0123456789") == std::string::npos;
    if (is_number)
        arguments["decision"] = std::strtoll(words.front().c_str(), nullptr, 10);
    else
        arguments["address"] = words.front();
    return show(invocation, ask("guard", "undo", arguments), [](const Json& answer) {
        return fmt::format("{} decisions undone{}{}\n", integer_at(answer, "undone"),
            flag_at(answer, "unbanned") ? ", the ban is lifted" : "",
            flag_at(answer, "remembered") ? ", never again acted against" : "");
    });
}

int ban_now(const Invocation& invocation, Words words, const Terminal& /*terminal*/)
{
    if (words.size() != 1)
        return complain("guard ban: which address?");
    Json arguments {{"address", words.front()}, {"user", own_user()}};
    if (invocation.span.count() > 0)
        arguments["seconds"] = invocation.span.count();
    return show(invocation, ask("guard", "ban", arguments), [](const Json& answer) {
        return fmt::format("decision {}\n", integer_at(answer, "decision"));
    });
}

int show_safe(const Invocation& invocation, const Terminal& terminal)
{
    return show(invocation, ask("guard", "safe", Json::object()), [&terminal](const Json& answer) {
        Table table {{{"KIND"}, {"VALUE"}, {"FROM"}, {"BY"}, {"ADDED"}, {"NOTE"}}};
        for (const auto& entry : answer.value("safe", Json::array()))
            table.add({{.text = printable(text_at(entry, "kind"))},
                {.text = printable(text_at(entry, "value"))},
                {.text = printable(text_at(entry, "from"))},
                {.text = printable(text_at(entry, "by"))},
                {.text = time_text(real_at(entry, "added"))},
                {.text = printable(text_at(entry, "note"))}});
        return table.text(terminal.is_styled);
    });
}

int safe(const Invocation& invocation, Words words, const Terminal& terminal)
{
    if (words.empty())
        return show_safe(invocation, terminal);
    const bool is_added = words.front() == "add";
    if (words.size() < 3 || (!is_added && words.front() != "remove"))
        return complain("guard safe: add or remove, then network, agent, path or user, and which");
    std::string value = words[2];
    for (const auto& word : words.subspan(3))  // Googlebot in googlebot.com
        value += ' ' + word;
    const Json arguments {{"kind", words[1]}, {"value", value}, {"user", own_user()}};
    const auto answer = ask("guard", is_added ? "safe-add" : "safe-remove", arguments);
    return show(invocation, answer, [is_added](const Json& said) -> std::string {
        if (is_added)
            return flag_at(said, "added") ? "added\n" : "it is there already\n";
        return flag_at(said, "removed") ? "removed\n" : "it is not there\n";
    });
}

int arm(const Invocation& invocation, Words words, bool is_off)
{
    Json arguments {{"off", is_off}};
    std::string name;
    for (const auto& word : words)  // Brute force
        name += (name.empty() ? "" : " ") + word;
    if (!name.empty())
        arguments["class"] = name;
    return show(invocation, ask("guard", "arm", arguments),
        [is_off](const Json&) { return is_off ? "only watching\n" : "armed\n"; });
}

std::string model_text(const Json& answer)
{
    std::string text;
    for (const auto& model : answer.value("models", Json::array())) {
        const auto card = model.value("card", Json::object());
        text += fmt::format("{}: {} trees, {} rows of {}, version {}, taken {}\n",
            printable(text_at(model, "kind")), integer_at(model, "trees"),
            count_text(integer_at(card, "rows")), printable(text_at(card, "data", "?")),
            printable(text_at(card, "version", "?")), time_text(real_at(model, "loaded")));
        if (card.contains("accuracy"))
            text += fmt::format("    accuracy {:.4f}, macro-F1 {:.4f}\n", real_at(card, "accuracy"),
                real_at(card, "macro_f1"));
        for (const auto& drift : model.value("drift", Json::array()))
            text += fmt::format("    drift {:.3f} {}\n", real_at(drift, "psi"),
                printable(text_at(drift, "feature")));
    }
    return text.empty() ? "none: rules only\n" : text;
}

int model(const Invocation& invocation, Words words, const Terminal& /*terminal*/)
{
    const bool reloads = !words.empty() && words.front() == "reload";
    if (!words.empty() && !reloads)
        return complain("guard model: nothing, or reload");
    return show(invocation, ask("guard", "model", {{"reload", reloads}}), model_text);
}

/// hive-guard itself replays: it lies beside hivectl, or in the path.
int replay(const Invocation& invocation, Words words, const Terminal& /*terminal*/)
{
    if (words.empty())
        return complain("guard replay: which file?");
    std::vector<std::string> arguments {"hive-guard", "replay", "--speed", invocation.speed};
    if (invocation.is_json)
        arguments.emplace_back("--json");
    arguments.insert(arguments.end(), words.begin(), words.end());
    std::vector<char*> pointers;
    pointers.reserve(arguments.size() + 1);
    for (auto& argument : arguments)
        pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    std::error_code unknown;
    const auto own = std::filesystem::read_symlink("/proc/self/exe", unknown);
    ::execv((own.parent_path() / "hive-guard").c_str(), pointers.data());
    ::execvp("hive-guard", pointers.data());
    return complain(fmt::format("hive-guard cannot be run: {}", std::strerror(errno)));
}

struct Subcommand {
    std::string_view name;
    int (*run)(const Invocation&, Words, const Terminal&);
};
constexpr auto subcommands = std::to_array<Subcommand>({{"status", &show_guard_status},
    {"top", &show_top}, {"why", &show_why}, {"undo", &undo}, {"ban", &ban_now}, {"safe", &safe},
    {"arm",
        [](const Invocation& invocation, Words words, const Terminal& /*terminal*/) {
            return arm(invocation, words, false);
        }},
    {"dry-run",
        [](const Invocation& invocation, Words words, const Terminal& /*terminal*/) {
            return arm(invocation, words, true);
        }},
    {"model", &model}, {"replay", &replay}});

}  // namespace

int guard(const Invocation& invocation, const Terminal& terminal)
{
    const auto& what = invocation.words.front();
    const auto* const found = std::ranges::find(subcommands, what, &Subcommand::name);
    if (found == subcommands.end())
        return complain(fmt::format("'{}' is none of status, top, why, undo, ban, safe, arm, "
                                    "dry-run, model, replay",
            what));
    return found->run(invocation, Words {invocation.words}.subspan(1), terminal);
}

}  // namespace hive
