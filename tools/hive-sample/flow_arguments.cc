#include "tools/hive-sample/flow_arguments.h"

#include <vector>

#include "lib/command_words.h"

namespace hive {
namespace {

constexpr double highest_rate = 1'000'000;
constexpr std::int64_t most_flows = 1'000'000'000;
constexpr std::int64_t latest_end = 4'102'444'800;  // 2100-01-01

auto sets_file(FlowArguments& to, FlowArguments::Form form)
{
    return [&to, form](std::string_view path) -> Result<> {
        if (!to.file.empty())
            return fail("one file is enough");
        to.form = form;
        return sets_text(to.file)(path);
    };
}

std::vector<CommandWord> all_words(FlowArguments& to)
{
    return {
        {"--socket", "PATH", "play into a Unix socket, as JSON lines", sets_text(to.socket)},
        {"--json", "FILE|-", "write JSON lines; - is standard output",
            sets_file(to, FlowArguments::Form::json)},
        {"--csv", "FILE|-", "write CSV with a header line",
            sets_file(to, FlowArguments::Form::csv)},
        {"--labels", "", "say of each flow which class it is of",
            sets_constant(to.labels, FlowArguments::Labels::shown)},
        {"--rate", "N", "flows a second (default 100)",
            sets_number(to.plan.rate, 0.01, highest_rate)},
        {"--for", "SECONDS", "play that long (default: until stopped)",
            [&to](std::string_view value) -> Result<> {
                to.duration = std::chrono::seconds {TRY(parse_number<int>(value, 1, 8'640'000))};
                return {};
            }},
        {"--count", "N", "do not play: write N flows at once",
            sets_number(to.count, 1, most_flows)},
        {"--end", "EPOCH|now", "time of the last of --count flows (default now)",
            [&to](std::string_view value) -> Result<> {
                return value == "now" ? Result<> {} : sets_number(to.end, 1, latest_end)(value);
            }},
        {"--seed", "N", "another N gives other flows (default 1)",
            sets_number(to.plan.seed, 0, INT64_MAX)},
        {"--attack-share", "SHARE", "attacks among all flows, 0-1 (default 0.25)",
            sets_number(to.plan.attack_share, 0, 1)},
        {"--servers", "N", "addresses the flows go to (default 4)",
            sets_number(to.plan.servers, 1, max_flow_servers)},
        {"--help", "", "this text", sets_constant(to.mode, FlowArguments::Mode::help)},
    };
}

Result<> check(const FlowArguments& arguments)
{
    if (arguments.socket.empty() == arguments.file.empty())
        return fail("give one of --socket, --json and --csv");
    if (arguments.count && arguments.duration)
        return fail("--count and --for exclude each other");
    if (arguments.end && !arguments.count)
        return fail("--end belongs to --count: what is played has the time of now");
    return {};
}

}  // namespace

Result<FlowArguments> parse_flow_arguments(std::span<const char* const> words)
{
    FlowArguments arguments;
    TRY(take_words(words, all_words(arguments)));
    if (arguments.mode == FlowArguments::Mode::play)
        TRY(check(arguments));
    return arguments;
}

std::string flow_help_text()
{
    FlowArguments unused;
    return "hive-sample flows - a labelled stream of network flows under attack\n\n"
           "usage: hive-sample flows [OPTION...] --socket PATH | --json FILE|- | --csv FILE|-\n\n"
        + list_words(all_words(unused))
        + "\nThe same seed gives the same flows. More in hive-sample(1).\n";
}

}  // namespace hive
