#include "tools/hive-train/arguments.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <vector>

#include "lib/command_words.h"

namespace hive {
namespace {

struct Command {
    std::string_view name;
    Arguments::Mode mode;
    Arguments::Kind kind = Arguments::Kind::flows;
};
constexpr std::array commands {Command {"flows", Arguments::Mode::train},
    Command {"http", Arguments::Mode::train, Arguments::Kind::http},
    Command {"predict", Arguments::Mode::predict}};

auto adds_path(std::vector<std::string>& paths)
{
    return [&paths](std::string_view path) -> Result<> {
        paths.emplace_back(path);
        return {};
    };
}

/// "Scan=acunetix.log"
auto adds_log(std::vector<LabelledLog>& logs)
{
    return [&logs](std::string_view value) -> Result<> {
        const auto equals = value.find('=');
        if (equals == std::string_view::npos || equals == 0 || equals + 1 == value.size())
            return fail("'{}' is not CLASS=FILE", value);
        logs.push_back({.label = std::string {value.substr(0, equals)},
            .path = std::string {value.substr(equals + 1)}});
        return {};
    };
}

std::vector<CommandWord> source_words(Arguments& to)
{
    return {
        {"--data", "FILE|-", "labelled flow records, CSV or JSON lines; may be given again",
            adds_path(to.learn_from.data)},
        {"--log", "CLASS=FILE", "an access log whose clients are all of that class (http)",
            adds_log(to.learn_from.logs)},
        {"--history", "FILE", "guard.db: what hive-guard kept, and what people said of it",
            adds_path(to.learn_from.histories)},
        {"--test-data", "FILE|-", "judge by these records, not by the latest ones",
            adds_path(to.judge_by.data)},
        {"--test-log", "CLASS=FILE", "the same with an access log", adds_log(to.judge_by.logs)},
        {"--out", "MODEL", "the model to write (flows, http)", sets_text(to.model)},
        {"--model", "MODEL", "the model to use (predict)", sets_text(to.model)},
        {"--report", "NAME", "write NAME.txt, NAME.json and NAME.html", sets_text(to.report)},
    };
}

std::vector<CommandWord> learning_words(Arguments& to)
{
    return {
        {"--boosted", "", "gradient boosted trees by libxgboost, not a random forest",
            sets_constant(to.learner, Arguments::Learner::boosted)},
        {"--trees", "N", "trees of the forest, or rounds of boosting (default 100)",
            sets_number(to.trees, 1, 1000)},
        {"--depth", "N", "of boosted trees (default 6)", sets_number(to.depth, 1, 16)},
        {"--seed", "N", "another N draws other samples (default 1)",
            sets_number(to.seed, 0, std::uint64_t {1} << 32U)},
        {"--threads", "N", "(default one for each processor)", sets_number(to.threads, 1, 256)},
        {"--held-back", "SHARE", "latest rows of each class to judge by (default 0.3)",
            sets_number(to.held_back, 0.05, 0.9)},
        {"--balanced", "", "let all classes weigh the same, whatever their rows",
            sets_constant(to.weights, Arguments::ClassWeights::balanced)},
        {"--benign-weight", "N",
            "let a benign row weigh so much that fewer are misjudged (default 5 with --boosted, "
            "else 1)",
            sets_number(to.benign_weight, 0.1, 1000.0)},
        {"--sure", "P", "least probability an attack is named with (default 0.7 for http, else 0)",
            sets_number(to.sure, 0.0, 1.0)},
        {"--let-go", "SHARE",
            "attacks of each class that may be missed so that fewer benign rows are misjudged "
            "(default 0.005 with --boosted, else 0: no thresholds)",
            sets_number(to.let_go, 0.0, 0.5)},
        {"--benign", "CLASS", "the class that is no attack (default: the one called benign)",
            sets_text(to.benign)},
        {"--force", "", "replace a better model, too",
            sets_constant(to.promotion, Arguments::Promotion::always)},
        {"--help", "", "this text", sets_constant(to.mode, Arguments::Mode::help)},
        {"--version", "", "the version", sets_constant(to.mode, Arguments::Mode::version)},
    };
}

std::vector<CommandWord> all_words(Arguments& to)
{
    auto words = source_words(to);
    std::ranges::move(learning_words(to), std::back_inserter(words));
    return words;
}

Result<> check(const Arguments& arguments)
{
    const auto& from = arguments.learn_from;
    if (arguments.mode == Arguments::Mode::train && arguments.kind == Arguments::Kind::http
        && !(from.data.empty() && arguments.judge_by.data.empty()))
        return fail("--data has flows; http learns from --log and --history");
    if (arguments.mode == Arguments::Mode::train && arguments.kind == Arguments::Kind::flows
        && !(from.logs.empty() && arguments.judge_by.logs.empty()))
        return fail("--log has requests; flows are learned from --data and --history");
    if (from.is_empty())
        return fail("{} is missing", arguments.kind == Arguments::Kind::http ? "--log" : "--data");
    if (!arguments.report.empty() && arguments.report + ".json" == arguments.model)
        return fail("--report {} would overwrite the model", arguments.report);
    if (arguments.model.empty())
        return fail(
            "{} is missing", arguments.mode == Arguments::Mode::train ? "--out" : "--model");
    return {};
}

bool has_work(const Arguments& arguments)
{
    return arguments.mode == Arguments::Mode::train || arguments.mode == Arguments::Mode::predict;
}

}  // namespace

bool Arguments::is_benign(std::string_view name) const
{
    if (!benign.empty())
        return name == benign;
    return std::ranges::equal(name, std::string_view {"benign"},
        [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

Result<Arguments> parse_arguments(std::span<const char* const> words)
{
    Arguments arguments;
    const bool is_empty = words.empty();
    if (!is_empty) {
        const auto* const command
            = std::ranges::find(commands, std::string_view {words.front()}, &Command::name);
        if (command != commands.end()) {
            arguments.mode = command->mode;
            arguments.kind = command->kind;
            words = words.subspan(1);
        }
    }
    TRY(take_words(words, all_words(arguments)));
    if (is_empty || (!has_work(arguments) && !arguments.learn_from.is_empty()))
        return fail("what to do? flows, http or predict");
    if (has_work(arguments))
        TRY(check(arguments));
    return arguments;
}

std::string help_text()
{
    Arguments unused;
    return "hive-train - learns to tell attacks from labelled traffic\n\n"
           "usage: hive-train flows --data FILE | --history FILE ... --out MODEL [OPTION...]\n"
           "       hive-train http --log CLASS=FILE | --history FILE ... --out MODEL [OPTION...]\n"
           "       hive-train predict --model MODEL --data FILE | --log CLASS=FILE\n\n"
        + list_words(all_words(unused))
        + "\nThe same data and seed give the same model. More in hive-train(1).\n";
}

}  // namespace hive
