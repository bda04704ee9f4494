// daemons/ban/regex_request.h - the command line of `hive-ban regex`.
#pragma once

#include <optional>
#include <string>

#include "daemons/ban/filter.h"
#include "daemons/ban/filter_rules.h"
#include "daemons/ban/wall_time.h"
#include "lib/result.h"

namespace hive {

struct RegexRequest {
    enum class Output { summary, json };
    enum class Lines {
        dated,
        journal,  // they bear no date: their time is `now`
    };
    std::string filter;  // name or path, with options
    std::string rule;  // an expression in place of a filter
    std::string jail;  // of `directory`, in place of a filter
    std::string ignore;  // an expression besides those of the filter
    std::string directory = "/etc/fail2ban";
    std::string date_pattern;
    std::string time_zone;
    std::string encoding;
    std::string use_dns;
    int max_lines = 0;  // 0: as the filter says
    std::optional<WallTime> now;  // none: the clock
    Output output = Output::summary;
    Lines lines = Lines::dated;
    LineView view = LineView::without_date;  // --rule sees the whole line, like ban.ini's
    bool raw_hosts = false;
    bool prints_all_matched = false;
    bool prints_all_missed = false;
    bool prints_all_ignored = false;
    std::string log = "-";
    std::string line;  // in place of a log
};

/// Options, then [LOG], or fail2ban-regex's LOG REGEX [IGNOREREGEX].
/// @return nothing when the usage is to be printed
[[nodiscard]] std::optional<RegexRequest> parse_regex_request(int argc, char** argv);
[[nodiscard]] const char* regex_usage();

/// The rules that a request means, with what its options override.
[[nodiscard]] Result<FilterRules> requested_rules(const RegexRequest& request);

}  // namespace hive
