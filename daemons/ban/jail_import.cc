#include "daemons/ban/jail_import.h"

#include <algorithm>
#include <filesystem>
#include <ranges>
#include <set>

#include "daemons/ban/ban_time.h"
#include "daemons/ban/filter_file.h"
#include "daemons/ban/jail_values.h"
#include "lib/number.h"

namespace hive {
namespace {

constexpr std::string_view shell_signs = "|&;<>()$`\\\"'*?[]#~%\n";

/// "10.0.0.1/8" is 10.0.0.0/8, as fail2ban reads it.
Result<Ignored> parse_ignored_by_fail2ban(const std::string& text)
{
    const auto slash = text.find('/');
    if (slash == std::string::npos)
        return parse_ignored(text);
    const auto address = TRY(Address::parse(text.substr(0, slash)));
    const auto bits = number_within<int>(text.substr(slash + 1), 0, address.is_v4() ? 32 : 128);
    if (!bits)
        return parse_ignored(text);
    return Ignored {.network = {address, *bits}};
}

/// Builds one jail, each option's mistakes with its name.
class Import {
public:
    Import(const JailDefinition& jail, const std::string& mail) : from_ {jail}, mail_ {mail} { }

    Result<JailConfig> run() &&
    {
        jail_.name = from_.name;
        jail_.rules = from_.rules;
        jail_.failures = from_.max_retry;
        jail_.window = from_.find_time;
        jail_.max_matches = std::min(from_.max_matches, most_matches);
        jail_.growth = from_.growth;
        jail_.counts_past = true;
        TRY(named("backend", take_source()));
        TRY(named("bantime", take_ban_time()));
        TRY(named("action", take_actions()));
        TRY(named("ignoreip", take_ignored()));
        TRY(named("ignorecommand", take_ignore_command()));
        return std::move(jail_);
    }

private:
    static Result<> named(std::string_view option, Result<> outcome)
    {
        if (outcome)
            return outcome;
        return std::unexpected {std::move(outcome).error().within(option)};
    }

    Result<> take_source()
    {
        if (TRY(parse_filter_call(from_.filter)).name == "recidive") {
            jail_.counts_bans = true;
            jail_.rules.reset();
            return {};
        }
        const auto backend = TRY(parse_filter_call(from_.backend));
        if (from_.reads_journal())
            return take_journal(backend);
        for (const std::string_view known : {"auto", "polling", "pyinotify", "gamin"})
            if (backend.name == known) {
                jail_.logs = from_.logs;
                jail_.logs_from_end = from_.logs_from_end;
                return {};
            }
        return fail("'{}' is none of auto, polling, pyinotify, gamin, systemd", from_.backend);
    }
    Result<> take_journal(const FilterCall& backend)
    {
        jail_.reads_journal = true;
        for (const auto& [option, value] : backend.options)
            if (option == "journalpath")
                jail_.journal_directory = value;
            else
                return fail("the option '{}' of systemd has no meaning here", option);
        return {};
    }

    Result<> take_ban_time()
    {
        if (from_.ban_time.count() == 0)
            return fail("a ban of no time is none");
        jail_.ban_time = from_.ban_time.count() < 0 ? for_ever : std::min(from_.ban_time, for_ever);
        return {};
    }

    Result<> take_actions()
    {
        using Kind = JailAction::Kind;
        bool closes_all = false;
        bool closes_ports = false;
        for (const auto& action : from_.actions)
            switch (action.kind) {
            case Kind::ban_all_ports: closes_all = true; break;
            case Kind::ban:
                closes_all |= option_of(action, "protocol") == "all";
                closes_ports = true;
                TRY(take_ports(action));
                break;
            case Kind::mail: TRY(take_mail(action)); break;
            case Kind::nothing: break;
            }
        if (!closes_all && !closes_ports)
            return fail("none of them bans");
        if (closes_all)
            jail_.ports.clear();
        return {};
    }
    static std::string option_of(const JailAction& action, const std::string& name)
    {
        const auto found = action.options.find(name);
        return found == action.options.end() ? std::string {} : found->second;
    }
    Result<> take_ports(const JailAction& action)
    {
        const auto port = option_of(action, "port");
        for (const auto& word : split_words(port.empty() ? "ssh" : port))
            jail_.ports.push_back(TRY(parse_port(word)));
        const auto protocol = option_of(action, "protocol");
        for (const auto& word : split_words(protocol.empty() ? "tcp" : protocol))
            if (word == "tcp" || word == "udp")
                protocols_.insert(word == "tcp" ? Protocol::tcp : Protocol::udp);
            else if (word != "all")
                return fail("the protocol '{}' has no ports", word);
        if (protocols_.size() == 2)
            jail_.protocol = Protocol::both;
        else if (!protocols_.empty())
            jail_.protocol = *protocols_.begin();
        return {};
    }
    /// "0:65535" is how jail.conf says every port of a protocol.
    static Result<PortRange> parse_port(const std::string& word)
    {
        return parse_port_range(word.starts_with("0:") ? "1" + word.substr(1) : word);
    }
    Result<> take_mail(const JailAction& action)
    {
        if (mail_.empty())
            return fail("'{}' sends mail: name the [action] of ban.ini for it in fail2ban_mail",
                action.name);
        if (std::ranges::find(jail_.actions, mail_) == jail_.actions.end())
            jail_.actions.push_back(mail_);
        return {};
    }

    Result<> take_ignored()
    {
        jail_.exceptions.spares_self = from_.ignores_self;
        for (const auto& word : from_.ignore)
            jail_.exceptions.ignored.push_back(TRY(parse_ignored_by_fail2ban(word)));
        return {};
    }

    /// Run without a shell, so one that needs a shell would do something else.
    Result<> take_ignore_command()
    {
        std::string command = from_.ignore_command.command;
        jail_.ignore_command = command;
        jail_.ignore_cache = from_.ignore_command.cache_key.empty()
            ? std::chrono::seconds {0}
            : from_.ignore_command.cache_time;
        for (auto at = command.find("<ip>"); at != std::string::npos; at = command.find("<ip>"))
            command.erase(at, 4);
        if (const auto sign = command.find_first_of(shell_signs); sign != std::string::npos)
            return fail("'{}' needs a shell, or another tag than <ip>", command.substr(sign, 20));
        const auto& key = from_.ignore_command.cache_key;
        if (!key.empty() && key != "<ip>")
            return fail("answers are kept for <ip>, not for '{}'", key);
        return {};
    }

    const JailDefinition& from_;
    const std::string& mail_;
    JailConfig jail_;
    std::set<Protocol> protocols_;
};

bool has_jails(const std::string& directory)
{
    std::error_code error;
    return std::filesystem::exists(directory + "/jail.conf", error)
        || std::filesystem::exists(directory + "/jail.local", error)
        || !std::filesystem::exists(directory + "/filter.d", error);
}

}  // namespace

Result<JailConfig> import_jail(const JailDefinition& jail, const std::string& mail)
{
    return Import {jail, mail}.run();
}

ImportedJails import_jails(const std::string& directory, const std::string& mail)
{
    ImportedJails imported;
    if (!has_jails(directory))
        return imported;
    auto file = read_jails(directory);
    if (!file) {
        imported.mistakes.push_back(file.error().message());
        return imported;
    }
    imported.mistakes = std::move(file->mistakes);
    for (const auto& definition : file->jails) {
        auto jail = import_jail(definition, mail);
        if (jail)
            imported.jails.push_back(*std::move(jail));
        else
            imported.mistakes.push_back(fmt::format(
                "{}: [{}] {}", definition.where, definition.name, jail.error().message()));
    }
    return imported;
}

}  // namespace hive
