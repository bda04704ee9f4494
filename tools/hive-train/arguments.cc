#include "tools/hive-train/arguments.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <string_view>

namespace hive {
namespace {

/// An option: its value, if it takes one, and what it sets.
struct Word {
    std::string_view name;
    std::string_view value;  // what stands for the value in the help, "" for none
    std::string_view help;
    std::function<Result<>(std::string_view)> set;
};

template <class T>
Result<T> parse_number(std::string_view text, T low, T high)
{
    T number {};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc {} || end != text.data() + text.size())
        return fail("'{}' is not a number", text);
    if (!(number >= low && number <= high))
        return fail("{} is outside {}-{}", text, low, high);
    return number;
}

template <class T>
auto number(T& target, T low, T high)
{
    return [&target, low, high](std::string_view text) -> Result<> {
        target = TRY(parse_number(text, low, high));
        return {};
    };
}

auto text(std::string& target)
{
    return [&target](std::string_view value) -> Result<> {
        if (value.empty())
            return fail("must not be empty");
        target = value;
        return {};
    };
}

template <class T>
auto constant(T& target, T value)
{
    return [&target, value](std::string_view) -> Result<> {
        target = value;
        return {};
    };
}

std::vector<Word> all_words(Arguments& to)
{
    return {
        {"--data", "FILE|-", "labelled records, CSV or JSON lines; may be given again",
            [&to](std::string_view path) -> Result<> {
                to.data.emplace_back(path);
                return {};
            }},
        {"--out", "MODEL", "the model to write (flows)", text(to.model)},
        {"--model", "MODEL", "the model to use (predict)", text(to.model)},
        {"--report", "NAME", "write NAME.txt, NAME.json and NAME.html", text(to.report)},
        {"--boosted", "", "gradient boosted trees by libxgboost, not a random forest",
            constant(to.learner, Arguments::Learner::boosted)},
        {"--trees", "N", "trees of the forest, or rounds of boosting (default 100)",
            number(to.trees, 1, 1000)},
        {"--depth", "N", "of boosted trees (default 6)", number(to.depth, 1, 16)},
        {"--seed", "N", "another N draws other samples (default 1)",
            number(to.seed, std::uint64_t {0}, std::uint64_t {1} << 32U)},
        {"--threads", "N", "(default one for each processor)", number(to.threads, 1, 256)},
        {"--held-back", "SHARE", "latest rows of each class to judge by (default 0.3)",
            number(to.held_back, 0.05, 0.9)},
        {"--balanced", "", "let all classes weigh the same, whatever their rows",
            constant(to.weights, Arguments::ClassWeights::balanced)},
        {"--benign", "CLASS", "the class that is no attack (default: the one called benign)",
            text(to.benign)},
        {"--force", "", "replace a better model, too",
            constant(to.promotion, Arguments::Promotion::always)},
        {"--help", "", "this text", constant(to.mode, Arguments::Mode::help)},
        {"--version", "", "the version", constant(to.mode, Arguments::Mode::version)},
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
    const auto known = all_words(arguments);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view given {words[i]};
        if (i == 0 && (given == "flows" || given == "predict")) {
            arguments.mode = given == "flows" ? Arguments::Mode::train : Arguments::Mode::predict;
            continue;
        }
        const auto word = std::ranges::find(known, given, &Word::name);
        if (word == known.end())
            return fail("unknown argument '{}'", given);
        const bool has_value = !word->value.empty();
        if (has_value && i + 1 == words.size())
            return fail("{} needs {}", given, word->value);
        if (auto set = word->set(has_value ? words[++i] : ""); !set)
            return std::unexpected {std::move(set).error().within(given)};
    }
    const bool has_command
        = arguments.mode == Arguments::Mode::train || arguments.mode == Arguments::Mode::predict;
    if (words.empty() || (!has_command && !arguments.data.empty()))
        return fail("what to do? flows or predict");
    if (has_command)
        TRY(check(arguments));
    return arguments;
}

std::string help_text()
{
    Arguments unused;
    std::string help = "hive-train - learns to tell attacks from labelled traffic\n\n"
                       "usage: hive-train flows --data FILE --out MODEL [OPTION...]\n"
                       "       hive-train predict --model MODEL --data FILE\n\n";
    for (const auto& word : all_words(unused))
        help
            += fmt::format("  {:<20} {}\n", fmt::format("{} {}", word.name, word.value), word.help);
    return help + "\nThe same data and seed give the same model. More in hive-train(1).\n";
}

}  // namespace hive
