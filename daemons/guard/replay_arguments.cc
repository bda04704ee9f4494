#include <algorithm>
#include <vector>

#include "daemons/guard/replay.h"
#include "lib/command_words.h"

namespace hive {
namespace {

constexpr double fastest = 1e6;

std::vector<CommandWord> all_words(ReplayArguments& to)
{
    using Detail = ReplayArguments::Detail;
    return {
        {"--speed", "N|max", "so many times as fast as it was recorded (default max)",
            [&to](std::string_view value) -> Result<> {
                to.speed = std::nullopt;
                return value == "max" ? Result<> {} : sets_number(to.speed, 1e-3, fastest)(value);
            }},
        {"--verdicts", "", "show every strike, not only decisions",
            sets_constant(to.detail, Detail::verdicts)},
        {"--windows", "", "show what was said of every window",
            sets_constant(to.detail, Detail::windows)},
        {"--json", "", "one object a line", sets_constant(to.form, ReplayArguments::Form::json)},
        {"--server", "NAME", "show the traffic of access logs under this name",
            sets_text(to.server)},
        {"--http-model", "MODEL", "judge windows by this model", sets_text(to.http_model)},
        {"--flow-model", "MODEL", "judge flow records by this model", sets_text(to.flow_model)},
        {"--database", "FILE", "keep traffic and decisions as the daemon does",
            sets_text(to.database)},
        {"-c", "FILE", "the configuration (default guard.ini)", sets_text(to.config)},
        {"--help", "", "this text", sets_constant(to.mode, ReplayArguments::Mode::help)},
    };
}

}  // namespace

Result<ReplayArguments> parse_replay_arguments(std::span<const char* const> words)
{
    ReplayArguments arguments;
    std::vector<const char*> options;
    bool is_value = false;
    const auto known = all_words(arguments);
    for (const auto* word : words) {
        const std::string_view text {word};
        if (!is_value && (text == "-" || !text.starts_with('-'))) {
            arguments.files.emplace_back(text);
            continue;
        }
        const auto found = std::ranges::find(known, text, &CommandWord::name);
        is_value = !is_value && found != known.end() && !found->value.empty();
        options.push_back(word);
    }
    TRY(take_words(options, known));
    if (arguments.mode == ReplayArguments::Mode::replay && arguments.files.empty())
        return fail("which file? - is standard input");
    return arguments;
}

std::string replay_help_text()
{
    ReplayArguments unused;
    return "hive-guard replay - says what would have been decided about recorded traffic\n\n"
           "usage: hive-guard replay [OPTION...] FILE...\n\n"
        + list_words(all_words(unused))
        + "\nAccess logs (common, combined, vhost, Hive's JSON) or flow records (JSON lines, "
          "CSV).\n"
          "Nobody is banned. More in hive-guard(8).\n";
}

}  // namespace hive
