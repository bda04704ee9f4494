// daemons/ban/regex_request.cc - what a filter, an expression or a jail on the command line means.
#include "daemons/ban/regex_request.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include <getopt.h>

#include "daemons/ban/filter_file.h"
#include "daemons/ban/jail_file.h"
#include "lib/number.h"

namespace hive {
namespace {

constexpr const char* usage
    = "usage: hive-ban regex --filter FILE[opt=...]|--rule RE|--jail NAME [--ignore RE] [--json]\n"
      "                [--now EPOCH] [--raw-host] [--journal] [--config DIR] [--usedns MODE]\n"
      "                [--datepattern PATTERN] [--timezone ZONE] [--encoding NAME] [--maxlines N]\n"
      "                [--print-all-matched] [--print-all-missed] [--print-all-ignored] [LOG|-]\n"
      "       hive-ban regex [option ...] LOG|LINE FILTER|RE [IGNORE-RE]\n";

bool take_option(RegexRequest& request, int option, const char* argument)
{
    const std::string text = argument == nullptr ? "" : argument;
    switch (option) {
    case 'f': request.filter = text; break;
    case 'r':
        request.rule = text;
        request.view = LineView::whole;
        break;
    case 'J': request.jail = text; break;
    case 'i': request.ignore = text; break;
    case 'c': request.directory = text; break;
    case 'd': request.date_pattern = text; break;
    case 'z': request.time_zone = text; break;
    case 'e': request.encoding = text; break;
    case 'u': request.use_dns = text; break;
    case 'j': request.output = RegexRequest::Output::json; break;
    case 'l': request.lines = RegexRequest::Lines::journal; break;
    case 'R': request.raw_hosts = true; break;
    case 'M': request.prints_all_matched = true; break;
    case 'S': request.prints_all_missed = true; break;
    case 'I': request.prints_all_ignored = true; break;
    case 'n':
    case 'L':
        if (const auto value = number_of<long long>(text); !value || *value < 0)
            return false;
        else if (option == 'L')
            request.max_lines = static_cast<int>(std::min(*value, 1000LL));
        else
            request.now = std::chrono::system_clock::from_time_t(*value);
        break;
    default: return false;
    }
    return true;
}

std::string filter_base(const RegexRequest& request, const std::string& name)
{
    return name.contains('/') ? name : request.directory + "/filter.d/" + name;
}

/// Whether a word names a filter, as fail2ban-regex decides: there is such a file.
bool names_filter(const RegexRequest& request, const std::string& word)
{
    const auto call = parse_filter_call(word);
    if (!call)
        return false;
    const auto base = filter_base(request, call->name);
    std::error_code error;
    return std::filesystem::is_regular_file(base, error)
        || std::filesystem::is_regular_file(base + ".conf", error);
}

/// LOG REGEX [IGNOREREGEX]
void take_words(RegexRequest& request, const std::vector<std::string>& words)
{
    std::error_code error;
    request.log = words[0];
    if (words[0] != "-" && !std::filesystem::exists(words[0], error))
        request.line = words[0];
    (names_filter(request, words[1]) ? request.filter : request.rule) = words[1];
    if (words.size() == 3)
        request.ignore = words[2];
}

Result<FilterRules> jail_rules(const RegexRequest& request)
{
    auto file = TRY(read_jails(request.directory, disk_source(), JailChoice::all));
    const auto jail = std::ranges::find(file.jails, request.jail, &JailDefinition::name);
    if (jail != file.jails.end())
        return std::move(jail->rules);
    for (const auto& mistake : file.mistakes)
        if (mistake.contains("[" + request.jail + "]"))
            return std::unexpected {Error {mistake}};
    return fail("{}/jail.conf: there is no jail [{}]", request.directory, request.jail);
}

Result<FilterRules> named_rules(const RegexRequest& request)
{
    if (!request.jail.empty())
        return jail_rules(request);
    if (!request.rule.empty())
        return rules_of({{"failregex", request.rule}});
    auto call = TRY(parse_filter_call(request.filter));
    call.name = filter_base(request, call.name);
    return read_filter(call, disk_source());
}

}  // namespace

const char* regex_usage()
{
    return usage;
}

std::optional<RegexRequest> parse_regex_request(int argc, char** argv)
{
    constexpr std::array options {option {"filter", required_argument, nullptr, 'f'},
        option {"rule", required_argument, nullptr, 'r'},
        option {"jail", required_argument, nullptr, 'J'},
        option {"ignore", required_argument, nullptr, 'i'},
        option {"config", required_argument, nullptr, 'c'},
        option {"datepattern", required_argument, nullptr, 'd'},
        option {"timezone", required_argument, nullptr, 'z'},
        option {"encoding", required_argument, nullptr, 'e'},
        option {"usedns", required_argument, nullptr, 'u'},
        option {"maxlines", required_argument, nullptr, 'L'},
        option {"now", required_argument, nullptr, 'n'},
        option {"raw-host", no_argument, nullptr, 'R'}, option {"raw", no_argument, nullptr, 'R'},
        option {"journal", no_argument, nullptr, 'l'}, option {"json", no_argument, nullptr, 'j'},
        option {"print-all-matched", no_argument, nullptr, 'M'},
        option {"print-all-missed", no_argument, nullptr, 'S'},
        option {"print-all-ignored", no_argument, nullptr, 'I'}, option {}};
    RegexRequest request;
    for (int c = 0;
        (c = ::getopt_long(argc, argv, "f:r:c:d:e:L:z:", options.data(), nullptr)) != -1;)
        if (!take_option(request, c, ::optarg))
            return std::nullopt;
    const std::vector<std::string> words {argv + ::optind, argv + argc};
    const int sources = static_cast<int>(!request.filter.empty())
        + static_cast<int>(!request.rule.empty()) + static_cast<int>(!request.jail.empty());
    if (sources == 0 && (words.size() == 2 || words.size() == 3))
        take_words(request, words);
    else if (sources != 1 || words.size() > 1)
        return std::nullopt;
    else if (words.size() == 1)
        request.log = words[0];
    return request;
}

Result<FilterRules> requested_rules(const RegexRequest& request)
{
    auto rules = TRY(named_rules(request));
    if (!request.ignore.empty())
        rules.ignore.push_back(request.ignore);
    if (!request.date_pattern.empty())
        rules.date_patterns = value_lines(request.date_pattern);
    if (!request.time_zone.empty())
        rules.time_zone = request.time_zone;
    if (!request.encoding.empty())
        rules.encoding = request.encoding;
    if (request.max_lines > 0)
        rules.max_lines
            = TRY(rules_of({{"maxlines", std::to_string(request.max_lines)}})).max_lines;
    if (!request.use_dns.empty())
        rules.use_dns = TRY(rules_of({{"usedns", request.use_dns}})).use_dns;
    if (request.raw_hosts && rules.use_dns != UseDns::no)
        rules.use_dns = UseDns::raw;
    return rules;
}

}  // namespace hive
