#include "tools/hive-train/arguments.h"

#include <string_view>
#include <vector>

#include "lib/command_words.h"

namespace hive {
namespace {

std::vector<CommandWord> all_words(Arguments& to)
{
    return {
        {"--data", "FILE|-", "labelled records, CSV or JSON lines; may be given again",
            [&to](std::string_view path) -> Result<> {
                to.data.emplace_back(path);
                return {};
            }},
        {"--out", "MODEL", "the model to write (flows)", sets_text(to.model)},
        {"--model", "MODEL", "the model to use (predict)", sets_text(to.model)},
        {"--report", "NAME", "write NAME.txt, NAME.json and NAME.html", sets_text(to.report)},
        {"--boosted", "", "gradient boosted trees by libxgboost, not a random forest",
            sets_constant(to.learner, Arguments::Learner::boosted)},
        {"--trees", "N", "trees of the forest, or rounds of boosting (default 100)",
            sets_number(to.trees, 1, 1000)},
        {"--depth", "N", "of boosted trees (default 6)", sets_number(to.depth, 1, 16)},
        {"--seed", "N", "another N draws other samples (default 1)",
            sets_number(to.seed, std::uint64_t {0}, std::uint64_t {1} << 32U)},
        {"--threads", "N", "(default one for each processor)", sets_number(to.threads, 1, 256)},
        {"--held-back", "SHARE", "latest rows of each class to judge by (default 0.3)",
            sets_number(to.held_back, 0.05, 0.9)},
        {"--balanced", "", "let all classes weigh the same, whatever their rows",
            sets_constant(to.weights, Arguments::ClassWeights::balanced)},
        {"--benign", "CLASS", "the class that is no attack (default: the one called benign)",
            sets_text(to.benign)},
        {"--force", "", "replace a better model, too",
            sets_constant(to.promotion, Arguments::Promotion::always)},
        {"--help", "", "this text", sets_constant(to.mode, Arguments::Mode::help)},
        {"--version", "", "the version", sets_constant(to.mode, Arguments::Mode::version)},
    };
}

Result<> check(const Arguments& arguments)
{
    if (arguments.data.empty())
        return fail("--data is missing");
    if (arguments.model.empty())
        return fail(
            "{} is missing", arguments.mode == Arguments::Mode::train ? "--out" : "--model");
    return {};
}

}  // namespace

Result<Arguments> parse_arguments(std::span<const char* const> words)
{
    Arguments arguments;
    if (!words.empty()) {
        const std::string_view command {words.front()};
        if (command == "flows" || command == "predict") {
            arguments.mode = command == "flows" ? Arguments::Mode::train : Arguments::Mode::predict;
            words = words.subspan(1);
        }
    }
    const bool is_empty = words.empty() && arguments.mode == Arguments::Mode::help;
    TRY(take_words(words, all_words(arguments)));
    const bool has_command
        = arguments.mode == Arguments::Mode::train || arguments.mode == Arguments::Mode::predict;
    if (is_empty || (!has_command && !arguments.data.empty()))
        return fail("what to do? flows or predict");
    if (has_command)
        TRY(check(arguments));
    return arguments;
}

std::string help_text()
{
    Arguments unused;
    return "hive-train - learns to tell attacks from labelled traffic\n\n"
           "usage: hive-train flows --data FILE --out MODEL [OPTION...]\n"
           "       hive-train predict --model MODEL --data FILE\n\n"
        + list_words(all_words(unused))
        + "\nThe same data and seed give the same model. More in hive-train(1).\n";
}

}  // namespace hive
