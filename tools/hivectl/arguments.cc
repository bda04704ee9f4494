#include "tools/hivectl/arguments.h"

#include <algorithm>
#include <array>

#include "lib/number.h"

namespace hive {
namespace {

constexpr std::size_t any_number = 1000;

constexpr auto forms = std::to_array<CommandForm>({
    {"setup", "[--yes] [KEY=VALUE...]",
        "Make the first configuration: administrator, source of rows, TLS, mail, safe addresses.",
        "y", 0, any_number},
    {"status", "[NAME|-g GROUP]", "Show every service, or one with all that is known of it.", "g",
        0, 1},
    {"summary", "[NAME|-g GROUP]", "Show the state of every service and check in a line.", "g", 0,
        1},
    {"report", "[up|down|initialising|unmonitored|total]",
        "Count services and checks by state, or say one of the numbers.", "", 0, 1},
    {"start", "NAME...|all|-g GROUP", "Start services, and first what they depend on.", "g", 1,
        any_number},
    {"stop", "NAME...|all|-g GROUP", "Stop services; they stay down.", "g", 1, any_number},
    {"restart", "NAME...|all|-g GROUP", "Stop services and start them again.", "g", 1, any_number},
    {"monitor", "NAME...|all|-g GROUP", "Look after services and checks again.", "g", 1,
        any_number},
    {"unmonitor", "NAME...|all|-g GROUP",
        "Leave services and checks alone; what runs goes on running.", "g", 1, any_number},
    {"validate", "", "Look at every check now; exit 0 when all is well.", "", 0, 0},
    {"procmatch", "PATTERN", "Show the processes a process check with that pattern would see.", "",
        1, 1},
    {"logs", "[-f] [-n LINES] [NAME]", "Show the end of the logs; -f goes on with new lines.", "fn",
        0, 1},
    {"events", "[-f] [-n COUNT] [NAME]",
        "Show what happened to the services, newest last; -f goes on with new events.", "fn", 0, 1},
    {"top", "[-n COUNT]",
        "Show services and checks again every 2 s; q ends it, c, m and n sort by CPU, memory, "
        "name.",
        "n", 0, 0},
    {"backup", "FILE", "Keep configuration, users and databases in one file; services run on.", "",
        1, 1},
    {"restore", "[--yes] FILE", "Put back what a backup holds; the supervisor must not be running.",
        "y", 1, 1},
    {"alerts",
        "[-n COUNT] [list|firing] | ack ID|all | mute [--time TIME] KEY | unmute KEY | test NAME",
        "Show alerts, acknowledge or mute them, or send a test message to a destination.", "ns", 0,
        2},
    {"wait", "[--timeout TIME]", "Wait until every enabled service is up.", "t", 0, 0},
    {"health", "", "Say whether every enabled service is up: exit 0 or 1.", "", 0, 0},
    {"sync",
        "now | status | verify | rebuild [--yes] | quarantine [-n COUNT] | check | backup FILE",
        "Copy new rows now, compare them with their source, look after the store.", "ny", 1, 2},
    {"ban",
        "status [JAIL] | banned [ADDRESS...] | why ADDRESS | get JAIL OPTION | reload | ping |\n"
        "       safe [add|remove NETWORK...] |\n"
        "       set JAIL banip [--time TIME]|unbanip ADDRESS... | unban ADDRESS...|--all |\n"
        "       [--jail NAME] [--time TIME] ADDRESS",
        "Ban an address, or do what fail2ban-client does.", "jsa", 1, any_number},
    {"guard",
        "status | top [-n COUNT] | why ADDRESS | undo ADDRESS|ID [--remember] |\n"
        "       ban [--time TIME] ADDRESS | safe [add|remove KIND VALUE] | arm [CLASS] |\n"
        "       dry-run [CLASS] | model [reload] | replay [--speed N|max] FILE...",
        "Show whom hive-guard suspects and why, take decisions back, spare clients.", "nrsv", 1,
        any_number},
    {"unban", "ADDRESS...", "Lift the bans of addresses.", "", 1, any_number},
    {"banned", "", "List the banned addresses.", "", 0, 0},
    {"proxy", "status|connections|upstreams|locations",
        "Show what hive-proxy serves, by which upstreams, and to whom.", "", 1, 1},
    {"tls", "self-signed HOST", "Make a certificate for HOST that vouches for itself.", "", 2, 2},
    {"monitrc", "[FILE]",
        "Make a user for monit's command line, and the file it needs, on stdout or in FILE.", "", 0,
        1},
    {"control", "NAME VERB [JSON]", "Send one request to a control socket; 'help' lists verbs.", "",
        2, 3},
    {"reload", "", "Let the supervisor read its configuration again.", "", 0, 0},
    {"reexec", "", "Put a newly installed supervisor in place; services run on.", "", 0, 0},
    {"shutdown", "", "Stop every service and the supervisor.", "", 0, 0},
    {"quit", "", "The same as shutdown.", "", 0, 0},
    {"version", "", "Show the versions of hivectl and of the supervisor.", "", 0, 0},
    {"help", "[COMMAND]", "Show this text, or that of a command.", "", 0, 1},
});

/// Options that take a value, and the letter of it in CommandForm::options.
struct ValueOption {
    std::string_view name;
    char letter;
};
constexpr std::array value_options {ValueOption {"-n", 'n'}, ValueOption {"--lines", 'n'},
    ValueOption {"--timeout", 't'}, ValueOption {"-g", 'g'}, ValueOption {"--group", 'g'},
    ValueOption {"--jail", 'j'}, ValueOption {"--time", 's'}, ValueOption {"--speed", 'v'}};

Result<int> parse_count(const std::string& text)
{
    const auto value = number_of<int>(text);
    if (!value || *value < 0)
        return fail("'{}' is not a number", text);
    return *value;
}

/// 90, 90s, 10m, 12h, 7d.
Result<std::chrono::seconds> parse_time(const std::string& text)
{
    constexpr std::string_view units = "smhd";
    constexpr std::array factors {1, 60, 3600, 86400};
    const auto unit = text.empty() ? std::string_view::npos : units.find(text.back());
    const auto digits = unit == std::string_view::npos ? text : text.substr(0, text.size() - 1);
    const auto count = parse_count(digits);
    if (!count)
        return fail("'{}' is not a time such as 90s, 10m or 2h", text);
    return std::chrono::seconds {
        static_cast<long>(*count) * factors.at(unit == std::string_view::npos ? 0 : unit)};
}

Result<> set_value(Invocation& invocation, char letter, const std::string& value)
{
    switch (letter) {
    case 'n': invocation.lines = TRY(parse_count(value)); break;
    case 't': invocation.timeout = TRY(parse_time(value)); break;
    case 's': invocation.span = TRY(parse_time(value)); break;
    case 'j': invocation.jail = value; break;
    case 'v': invocation.speed = value; break;
    case 'g': invocation.group = value; break;
    default: break;
    }
    return {};
}

/// Reads one argument after the other.
struct Reader {
    std::span<const std::string> rest;
    Invocation invocation;
    std::string used;  // letters of the options met
    bool is_only_words = false;  // after "--"

    Result<> read_option(const std::string& option)
    {
        if (option == "--json")
            invocation.is_json = true;
        else if (option == "--no-color" || option == "--no-colour")
            invocation.is_plain = true;
        else if (option == "--help" || option == "-h")
            invocation.is_help = true;
        else if (option == "--version")
            invocation.command = "version";
        else if (option == "--yes")
            used += 'y', invocation.is_sure = true;
        else if (option == "--remember")
            used += 'r', invocation.remembers = true;
        else if (option == "-f" || option == "--follow")
            used += 'f', invocation.is_following = true;
        else if (option == "--all")
            used += 'a', invocation.is_all = true;
        else
            return read_value(option);
        return {};
    }

    Result<> read_value(const std::string& option)
    {
        const auto equals = std::min(option.find('='), option.size());
        const auto* const found = std::ranges::find(
            value_options, std::string_view {option}.substr(0, equals), &ValueOption::name);
        if (found == value_options.end())
            return fail("unknown option '{}'", option);
        used += found->letter;
        if (equals < option.size())
            return set_value(invocation, found->letter, option.substr(equals + 1));
        if (rest.empty())
            return fail("option '{}' needs a value", option);
        const auto value = rest.front();
        rest = rest.subspan(1);
        return set_value(invocation, found->letter, value);
    }

    Result<> read_all()
    {
        while (!rest.empty()) {
            const auto argument = rest.front();
            rest = rest.subspan(1);
            if (!is_only_words && argument == "--")
                is_only_words = true;
            else if (!is_only_words && argument.size() > 1 && argument.front() == '-')
                TRY(read_option(argument));
            else if (invocation.command.empty())
                invocation.command = argument;
            else
                invocation.words.push_back(argument);
        }
        return {};
    }
};

Result<> check(const Invocation& invocation, std::string_view used)
{
    const auto* form = find_form(invocation.command);
    if (form == nullptr)
        return fail("unknown command '{}'", invocation.command);
    for (const char letter : used)
        if (!form->options.contains(letter))
            return fail("usage: hivectl {} {}", form->name, form->usage);
    const auto count = invocation.words.size();
    const bool is_right = invocation.group.empty() ? count >= form->least && count <= form->most
                                                   : count == 0;  // a group in the place of names
    if (!is_right)
        return fail("usage: hivectl {} {}", form->name, form->usage);
    return {};
}

}  // namespace

std::span<const CommandForm> command_forms()
{
    return forms;
}

const CommandForm* find_form(std::string_view command)
{
    const auto* found = std::ranges::find(forms, command, &CommandForm::name);
    return found == forms.end() ? nullptr : found;
}

Result<Invocation> parse_arguments(std::span<const std::string> arguments)
{
    Reader reader {.rest = arguments};
    TRY(reader.read_all());
    auto& invocation = reader.invocation;
    if (invocation.command.empty() && !invocation.is_help)
        return fail("which command? see hivectl --help");
    if (invocation.command.empty())
        invocation.command = "help";
    if (!invocation.is_help)
        TRY(check(invocation, reader.used));
    else if (find_form(invocation.command) == nullptr)
        return fail("unknown command '{}'", invocation.command);
    return std::move(invocation);
}

std::string help_text()
{
    std::string text = "hivectl - the operator's command line of Hive\n\n"
                       "usage: hivectl [--json] [--no-color] COMMAND ...\n\n";
    for (const auto& form : forms)
        text += fmt::format("  {:<9} {}\n", form.name, form.help);
    return text + "\nhivectl COMMAND --help shows how a command is written; more in hivectl(1).\n";
}

std::string help_text(const CommandForm& form)
{
    return fmt::format("usage: hivectl {} {}\n\n{}\n", form.name, form.usage, form.help);
}

}  // namespace hive
