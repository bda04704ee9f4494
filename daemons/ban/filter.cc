// daemons/ban/filter.cc - a line's way: decoded, dated, buffered, matched, judged.
#include "daemons/ban/filter.h"

#include <algorithm>
#include <array>

#include "daemons/ban/filter_tags.h"

namespace hive {
namespace {

constexpr std::size_t line_limit = 8192;
/// Searches of one line that may be given up before the line is.
constexpr int max_line_overruns = 3;
constexpr std::chrono::seconds recent {60};

Result<std::vector<Pattern>> compile_all(const std::vector<std::string>& expressions,
    std::string_view what, UseDns use_dns, Pattern::Lines lines)
{
    std::vector<Pattern> patterns;
    for (const auto& expression : expressions) {
        auto pattern = Pattern::compile(expand_filter_tags(expression, use_dns), lines);
        if (!pattern && expressions.size() == 1)
            return std::unexpected {std::move(pattern).error()};
        if (!pattern)
            return std::unexpected {
                std::move(pattern).error().within(fmt::format("{} {}", what, patterns.size() + 1))};
        patterns.push_back(*std::move(pattern));
    }
    return patterns;
}

bool names_offender(const Pattern& pattern)
{
    constexpr std::array<std::string_view, 5> groups {"fid", "ip4", "ip6", "dns", "mlfid"};
    return std::ranges::any_of(
        groups, [&](std::string_view group) { return pattern.has_group(group); });
}

int year_of(WallTime today)
{
    const std::chrono::year_month_day date {std::chrono::floor<std::chrono::days>(today)};
    return static_cast<int>(date.year());
}

}  // namespace

Result<Filter> Filter::create(const FilterRules& rules, LineView view, WallTime today)
{
    auto encoding = TRY(LineEncoding::create(rules.encoding));
    auto dates = DateDetector::create(rules.date_patterns, rules.time_zone, year_of(today));
    if (!dates)
        return std::unexpected {std::move(dates).error().within("datepattern")};
    Filter filter {std::move(encoding), *std::move(dates)};
    filter.view_ = view;
    filter.max_lines_ = static_cast<std::size_t>(rules.max_lines);
    filter.use_dns_ = rules.use_dns;
    const auto lines = rules.max_lines > 1 ? Pattern::Lines::many : Pattern::Lines::one;
    filter.fail_ = TRY(compile_all(rules.fail, "rule", rules.use_dns, lines));
    filter.ignore_
        = TRY(compile_all(rules.ignore, "ignore rule", rules.use_dns, Pattern::Lines::one));
    if (!rules.prefix.empty()) {
        auto prefix = Pattern::compile(expand_filter_tags(rules.prefix, rules.use_dns));
        if (!prefix)
            return std::unexpected {std::move(prefix).error().within("prefix rule")};
        filter.prefix_ = *std::move(prefix);
    }
    if (filter.fail_.empty())
        return fail("there is no rule");
    const bool prefix_names = filter.prefix_ && names_offender(*filter.prefix_);
    for (std::size_t i = 0; i < filter.fail_.size(); ++i)
        if (!prefix_names && !names_offender(filter.fail_[i]))
            return fail("rule {} does not say where the address is: <HOST> is missing", i + 1);
    filter.fail_hits_.resize(filter.fail_.size());
    filter.ignore_hits_.resize(filter.ignore_.size());
    return filter;
}

bool Filter::finds(Pattern& pattern, const Subject& text)
{
    if (line_overruns_ >= max_line_overruns)
        return false;
    const auto outcome = pattern.search(text);
    if (outcome == Pattern::Outcome::overrun) {
        ++overruns_;
        ++line_overruns_;
    }
    return outcome == Pattern::Outcome::match;
}

/// A search given up counts as a match here: better no ban than a wrong one.
bool Filter::is_ignored(const Subject& text)
{
    for (std::size_t i = 0; i < ignore_.size(); ++i) {
        const auto before = line_overruns_;
        if (finds(ignore_[i], text)) {
            ++ignore_hits_[i];
            return true;
        }
        if (line_overruns_ > before || line_overruns_ >= max_line_overruns)
            return true;
    }
    return false;
}

/// Few ignore rules are tried before many fail rules.
bool Filter::has_early_ignore() const
{
    return !ignore_.empty() && ignore_.size() + 2 < fail_.size();
}

/// Finds the date in a line. Nothing when the line's date cannot be read at all.
std::optional<LineParts> Filter::dated(const Subject& whole, WallTime now, LineMatch& match)
{
    using Kind = DateReading::Kind;
    const auto line = whole.text();
    const auto date = dates_.find(whole, now);
    if (date && date->length > 0 && date->reading.kind == Kind::unreadable)
        return std::nullopt;
    LineParts parts {.before = {}, .date = {}, .after = line};
    if (date) {
        parts.before = line.substr(0, date->begin);
        parts.date = line.substr(date->begin, date->length);
        parts.after = line.substr(date->begin + date->length);
        if (date->length > 0 && date->reading.kind == Kind::moment) {
            last_time_ = date->reading.time;
            last_date_ = parts.date;
            match.time = last_time_;
            return parts;
        }
    }
    // In milliseconds: a moment far away has no nanoseconds to compare.
    if (last_time_ && *last_time_ > std::chrono::floor<std::chrono::milliseconds>(now - recent)) {
        match.time = last_time_;
        return LineParts {.before = {}, .date = last_date_, .after = line};
    }
    if (date && date->length == 0)
        match.time = std::chrono::floor<std::chrono::milliseconds>(now);
    return parts;
}

/// Plain text is the same in every encoding.
Subject Filter::decoded(std::string_view line)
{
    const Subject read {line.substr(0, line_limit)};
    return read.is_plain() ? read : Subject {encoding_.decode(read.text())};
}

LineMatch Filter::match(std::string_view line, WallTime now)
{
    now_ = now;
    line_overruns_ = 0;
    LineMatch match;
    const auto whole = decoded(line);
    auto parts = dated(whole, now, match);
    if (!parts)
        return match;
    if (view_ == LineView::whole)
        parts = LineParts {.before = {}, .date = {}, .after = whole.text()};
    return look_at(whole, *parts, std::move(match));
}

LineMatch Filter::match_at(std::string_view line, WallTime time)
{
    now_ = time;
    line_overruns_ = 0;
    last_time_ = std::chrono::floor<std::chrono::milliseconds>(time);
    LineMatch match;
    match.time = last_time_;
    const auto whole = decoded(line);
    return look_at(whole, {.before = {}, .date = {}, .after = whole.text()}, std::move(match));
}

/// Makes the text that expressions are shown.
/// @return the lines it is made of when there may be several: one alone is not copied
DatedLines Filter::take_up(const LineParts& line)
{
    if (max_lines_ == 1) {
        buffer_.clear();
        text_.clear();
        write_shown(line, text_);
        return {};
    }
    buffer_.emplace_back(line);
    if (buffer_.size() > max_lines_)
        buffer_.erase(buffer_.begin(), buffer_.end() - static_cast<std::ptrdiff_t>(max_lines_));
    text_ = joined(buffer_);
    return buffer_;
}

LineMatch Filter::look_at(const Subject& whole, const LineParts& line, LineMatch match)
{
    auto lines = take_up(line);
    if (has_early_ignore() && is_ignored(Subject {text_})) {
        match.kind = LineMatch::Kind::ignored;
        return match;
    }
    CaughtGroups prefix;
    if (prefix_ && !take_prefix(*prefix_, prefix))
        return match;
    // The text changes only when judge() says to go on; the subject is made anew then.
    auto subject = lines.empty() && !prefix_ ? whole.with(text_) : Subject {text_};
    for (std::size_t rule = 0; rule < fail_.size(); ++rule) {
        if (!finds(fail_[rule], subject))
            continue;
        ++fail_hits_[rule];
        if (lines.empty())
            lines.emplace_back(line);
        if (judge(rule, prefix, lines, match) == Verdict::done)
            return match;
        subject = Subject {text_};
    }
    return match;
}

/// Leaves what <F-CONTENT> caught as the text, and gives the other groups.
bool Filter::take_prefix(Pattern& prefix, CaughtGroups& groups)
{
    if (!finds(prefix, Subject {text_}))
        return false;
    ++prefix_hits_;
    groups = caught_groups(prefix);
    const auto content = groups.find("content");
    if (content == groups.end())
        return true;
    if (const auto& caught = content->second; caught && !caught->empty()) {
        buffer_.assign(1, DatedLine {{.before = {}, .date = {}, .after = *caught}});
        text_ = joined(buffer_);
    }
    groups.erase(content);
    return true;
}

Filter::Verdict Filter::judge(
    std::size_t rule, const CaughtGroups& prefix, const DatedLines& lines, LineMatch& match)
{
    auto groups = caught_groups(fail_[rule]);
    auto split = split_matched(fail_[rule], text_, lines);
    match.rule = rule;
    const bool is_taken_back
        = !ignore_.empty() && is_ignored(Subject {max_lines_ > 1 ? joined(split.matched) : text_});
    buffer_ = std::move(split.others);
    if (is_taken_back) {
        match.kind = LineMatch::Kind::ignored;
        return Verdict::done;
    }
    groups.insert(prefix.begin(), prefix.end());  // the rule's own groups win
    auto texts = whole_lines(split.matched);
    if (const auto connection = groups.find("mlfid"); connection != groups.end())
        if (const auto name = connection->second) {
            blame_connection(
                connections_.merge(*name, {.groups = std::move(groups)}, texts, now_), match);
            return Verdict::done;
        }
    Failure failure {.groups = std::move(groups), .lines = std::move(texts)};
    if (const auto offender = find_offender(failure.groups)) {
        blame(*offender, std::move(failure), match);
        return Verdict::done;
    }
    // The rule matched and names nobody: the next may.
    match = {.time = match.time};
    text_ = joined(buffer_);
    return Verdict::go_on;
}

/// A failure of a connection, as far as it is known by now.
void Filter::blame_connection(Failure& failure, LineMatch& match) const
{
    match.kind = LineMatch::Kind::no_failure;
    if (!failure.text("nofail").empty())
        return;
    const auto offender = find_offender(failure.groups);
    failure.is_pending = !offender;
    match.kind = LineMatch::Kind::pending;
    if (offender)
        blame(*offender, failure, match);
}

void Filter::blame(const Offender& offender, Failure failure, LineMatch& match) const
{
    match.kind
        = failure.text("nofail").empty() ? LineMatch::Kind::failure : LineMatch::Kind::no_failure;
    match.id = offender.id;
    match.offender = offender.network;
    match.is_host_name = offender.is_host_name && use_dns_ != UseDns::raw;
    if (match.is_host_name)
        match.id = failure.text("dns");
    match.failure = std::move(failure);
}

}  // namespace hive
