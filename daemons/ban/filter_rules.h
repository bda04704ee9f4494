// daemons/ban/filter_rules.h - what a filter looks for, as its file and its jail say.
#pragma once

#include <string>
#include <vector>

namespace hive {

/// What becomes of a host name that stands where an address is looked for.
enum class UseDns {
    yes,  // each of its addresses is an offender
    warn,  // the same, with a line in the log
    no,  // <HOST> matches addresses only
    raw,  // the name itself is the offender
};

/// The expressions are Python's and may hold fail2ban's tags (filter_tags.h).
struct FilterRules {
    std::vector<std::string> fail;  // any of them is an offence
    std::vector<std::string> ignore;  // a line that also matches one of these is none
    std::string prefix;  // must match first; its <F-CONTENT> is what `fail` sees. "" for none
    int max_lines = 1;  // lines that are looked at together, 1-100
    std::vector<std::string> date_patterns;  // empty: fail2ban's default detectors
    std::string encoding = "auto";  // of the log: UTF-8, or a name as iconv(1) lists it
    std::string time_zone;  // of dates that name none: "UTC+0100"; "" for that of the process
    UseDns use_dns = UseDns::warn;
    /// Each is the words of one journal match: "_SYSTEMD_UNIT=sshd.service", "+", "_COMM=sshd".
    std::vector<std::vector<std::string>> journal_match;
};

}  // namespace hive
