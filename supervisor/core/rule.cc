#include "supervisor/core/rule.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <utility>
#include <vector>

#include "lib/number.h"

namespace hive {
namespace {

constexpr int longest_window = 64;

constexpr std::array<std::string_view, 6> actions {
    "alert", "restart", "start", "stop", "exec", "unmonitor"};

struct Operator {
    std::string_view text;
    Comparison comparison;
    bool has_value;
};
constexpr auto operators = std::to_array<Operator>({{">=", Comparison::at_least, true},
    {"<=", Comparison::at_most, true}, {"!=", Comparison::different, true},
    {">", Comparison::above, true}, {"<", Comparison::below, true}, {"=", Comparison::equal, true},
    {"contains", Comparison::contains, true}, {"lacks", Comparison::lacks, true},
    {"changes", Comparison::changes, false}});

struct Unit {
    std::string_view text;
    double factor;
};
constexpr double kilo = 1024;
constexpr auto units = std::to_array<Unit>({{"", 1}, {"%", 1}, {"k", kilo}, {"M", kilo* kilo},
    {"G", kilo* kilo* kilo}, {"ms", 0.001}, {"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86'400}});

std::optional<double> read_number(std::string_view text)
{
    const auto value = take_number<double>(text);
    const auto* const unit = std::ranges::find(units, text, &Unit::text);
    if (!value || !std::isfinite(*value) || unit == units.end())
        return std::nullopt;
    return *value * unit->factor;
}

/// Words of a rule, one after the other.
struct Words {
    std::vector<std::string> words;
    std::size_t at = 0;

    [[nodiscard]] bool is_at_end() const { return at == words.size(); }
    std::string next() { return is_at_end() ? "" : words[at++]; }
    bool take(std::string_view word)
    {
        const bool is_next = !is_at_end() && words[at] == word;
        at += is_next ? 1 : 0;
        return is_next;
    }
};

Result<> read_comparison(Words& words, Rule& rule)
{
    if (rule.metric == "missing")
        return {};
    const auto text = words.next();
    const auto* const found = std::ranges::find(operators, text, &Operator::text);
    if (found == operators.end())
        return fail("'{}' is not > < >= <= = != contains lacks changes", text);
    rule.comparison = found->comparison;
    if (!found->has_value)
        return {};
    if (words.is_at_end())
        return fail("'{} {}' needs a value", rule.metric, text);
    rule.word = words.next();
    if (const auto number = read_number(rule.word))
        rule.number = *number;
    else if (rule.comparison <= Comparison::at_most)
        return fail("'{}' is not a number", rule.word);
    return {};
}

Result<> read_tolerance(Words& words, Rule& rule)
{
    if (!words.take("for"))
        return {};
    const auto needed = read_number(words.next());
    const auto window = words.take("of") ? read_number(words.next()) : needed;
    if (!needed || !window || *needed < 1 || *window < *needed || *window > longest_window)
        return fail("'for N of M' with N from 1 to M and M at most {}", longest_window);
    rule.needed = static_cast<int>(*needed);
    rule.window = static_cast<int>(*window);
    return {};
}

Result<> read_action(Words& words, Rule& rule)
{
    if (!words.take("then"))
        return {};
    const auto text = words.next();
    const auto* const found = std::ranges::find(actions, text);
    if (found == actions.end())
        return fail("'{}' is none of {}", text, fmt::join(actions, "|"));
    rule.action = static_cast<RuleAction>(found - actions.begin());
    if (rule.action != RuleAction::exec)
        return {};
    if (words.is_at_end())
        return fail("exec needs a program");
    while (!words.is_at_end())
        rule.command.words.push_back(words.next());
    rule.command.text = fmt::format("{}", fmt::join(rule.command.words, " "));
    return {};
}

bool compare(Comparison comparison, double value, double limit)
{
    switch (comparison) {
    case Comparison::above: return value > limit;
    case Comparison::below: return value < limit;
    case Comparison::at_least: return value >= limit;
    case Comparison::at_most: return value <= limit;
    case Comparison::equal: return value == limit;
    case Comparison::different: return value != limit;
    case Comparison::contains:
    case Comparison::lacks:
    case Comparison::changes:
    case Comparison::missing: return false;
    }
    std::unreachable();
}

std::optional<bool> compare_text(
    const Rule& rule, const std::string& text, const std::string* before)
{
    switch (rule.comparison) {
    case Comparison::equal: return text == rule.word;
    case Comparison::different: return text != rule.word;
    case Comparison::contains: return text.contains(rule.word);
    case Comparison::lacks: return !text.contains(rule.word);
    case Comparison::changes:
        return before != nullptr ? std::optional {text != *before} : std::nullopt;
    case Comparison::above:
    case Comparison::below:
    case Comparison::at_least:
    case Comparison::at_most:
    case Comparison::missing: return std::nullopt;
    }
    std::unreachable();
}

template <class Map>
const typename Map::mapped_type* find(const Map& map, const std::string& key)
{
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
}

}  // namespace

std::string_view name_of(RuleAction action)
{
    return actions.at(static_cast<std::size_t>(std::to_underlying(action)));
}

Result<Rule> parse_rule(std::string_view text)
{
    Words words {TRY(split_command(text))};
    Rule rule {.text = std::string {text}, .metric = words.next()};
    TRY(read_comparison(words, rule));
    TRY(read_tolerance(words, rule));
    TRY(read_action(words, rule));
    if (!words.is_at_end())
        return fail("'{}' is one word too many", words.next());
    return rule;
}

std::optional<bool> matches(const Rule& rule, const Reading& reading, const Reading* before)
{
    if (rule.comparison == Comparison::missing)
        return reading.is_missing;
    if (reading.is_missing)
        return std::nullopt;
    const bool has_before = before != nullptr && !before->is_missing;
    if (const auto* text = find(reading.texts, rule.metric))
        return compare_text(rule, *text, has_before ? find(before->texts, rule.metric) : nullptr);
    const auto* number = find(reading.numbers, rule.metric);
    if (number == nullptr)
        return std::nullopt;
    if (rule.comparison != Comparison::changes)
        return compare(rule.comparison, *number, rule.number);
    const auto* former = has_before ? find(before->numbers, rule.metric) : nullptr;
    return former != nullptr ? std::optional {*former != *number} : std::nullopt;
}

RuleCounter::Change RuleCounter::add(const Rule& rule, bool is_match)
{
    recent_ = recent_ << 1 | (is_match ? 1 : 0);
    const auto mask = rule.window == longest_window ? ~std::uint64_t {0}
                                                    : (std::uint64_t {1} << rule.window) - 1;
    const bool was_raised = std::exchange(is_raised_, std::popcount(recent_ & mask) >= rule.needed);
    if (was_raised == is_raised_)
        return Change::none;
    return is_raised_ ? Change::raised : Change::cleared;
}

}  // namespace hive
