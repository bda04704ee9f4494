// daemons/ban/regex_report.cc - one JSON object a line, or a summary like fail2ban-regex's.
#include "daemons/ban/regex_report.h"

#include <cstdio>

#include "daemons/ban/filter_ini.h"
#include "lib/json.h"

namespace hive {
namespace {

constexpr std::size_t shown_lines = 20;

Json groups_of(const Failure& failure)
{
    Json groups = Json::object();
    for (const auto& [name, value] : failure.groups)
        if (value)
            groups[name] = *value;
    if (!failure.users.empty())
        groups["users"] = failure.users;
    return groups;
}

void print_list(std::string_view header, const std::vector<std::string>& lines)
{
    if (lines.empty())
        return;
    if (!header.empty())
        fmt::print("|- {}\n", header);
    for (const auto& line : lines)
        fmt::print("|  {}\n", line);
    fmt::print("`-\n");
}

void print_rules(std::string_view title, const std::vector<std::string>& rules,
    const std::vector<std::size_t>& hits)
{
    std::size_t total = 0;
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < hits.size(); ++i) {
        total += hits[i];
        if (hits[i] > 0)
            lines.push_back(fmt::format("{:2}) [{}] {}", i + 1, hits[i], rules[i]));
    }
    fmt::print("\n{}: {} total\n", title, total);
    print_list(" #) [# of hits] regular expression", lines);
}

}  // namespace

LineMatch RegexReport::match(std::string_view text)
{
    const auto now = request_.now.value_or(std::chrono::system_clock::now());
    return request_.lines == RegexRequest::Lines::journal ? filter_.match_at(text, now)
                                                          : filter_.match(text, now);
}

void RegexReport::keep(Counted& counted, std::string_view text, bool all) const
{
    ++counted.count;
    if (request_.output == RegexRequest::Output::summary
        && (all || counted.lines.size() < shown_lines))
        counted.lines.emplace_back(text);
}

void RegexReport::line(std::string_view text)
{
    using Kind = LineMatch::Kind;
    const bool is_json = request_.output == RegexRequest::Output::json;
    // fail2ban-regex passes these over, and so its sample logs may hold remarks.
    if (!is_json && (text.empty() || text.starts_with('#')))
        return;
    ++tested_;
    const auto found = match(text);
    if (found.kind == Kind::failure)
        keep(matched_, text, request_.prints_all_matched);
    else if (found.kind == Kind::ignored || found.kind == Kind::no_failure)
        keep(ignored_, text, request_.prints_all_ignored);
    else
        keep(missed_, text, request_.prints_all_missed);
    if (is_json)
        print_json(found);
}

void RegexReport::print_json(const LineMatch& match) const
{
    if (match.kind != LineMatch::Kind::failure) {
        fmt::print("{{\"line\":{},\"match\":false}}\n", tested_);
        return;
    }
    Json object {{"line", tested_}, {"match", true}, {"host", match.id}, {"time", nullptr},
        {"rule", match.rule + 1}, {"groups", groups_of(match.failure)},
        {"attempts", match.failure.lines.size()}};
    if (match.time)
        object["time"]
            = std::chrono::floor<std::chrono::seconds>(*match.time).time_since_epoch().count();
    fmt::print("{}\n", to_text(object));
}

void RegexReport::print_lines(std::string_view title, const Counted& counted, bool all)
{
    if (counted.count == 0)
        return;
    if (all || counted.count <= static_cast<std::int64_t>(shown_lines))
        print_list(fmt::format("{} line(s):", title), counted.lines);
    else
        fmt::print("{} line(s): too many to print.  Use --print-all-{} to print all {} lines\n",
            title, option_name(title), counted.count);
}

void RegexReport::end(std::chrono::duration<double> elapsed) const
{
    if (filter_.overruns() > 0)
        fmt::print(stderr, "{} searches were given up: too much work\n", filter_.overruns());
    if (request_.output == RegexRequest::Output::json)
        return;
    fmt::print("\nResults\n=======\n");
    if (!rules_.prefix.empty()) {
        fmt::print("\nPrefregex: {} total\n", filter_.prefix_hits());
        print_list("", {rules_.prefix});
    }
    print_rules("Failregex", rules_.fail, filter_.fail_hits());
    print_rules("Ignoreregex", rules_.ignore, filter_.ignore_hits());
    std::vector<std::string> dates;
    for (const auto& [name, hits] : filter_.dates().hits())
        dates.push_back(fmt::format("[{}] {}", hits, name));
    fmt::print("\nDate template hits:\n");
    print_list("[# of hits] date format", dates);
    fmt::print(
        "\nLines: {} lines, {} ignored, {} matched, {} missed\n[processed in {:.2f} sec]\n\n",
        tested_, ignored_.count, matched_.count, missed_.count, elapsed.count());
    if (request_.prints_all_matched)
        print_lines("Matched", matched_, true);
    print_lines("Ignored", ignored_, request_.prints_all_ignored);
    print_lines("Missed", missed_, request_.prints_all_missed);
}

}  // namespace hive
