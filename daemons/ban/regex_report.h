// daemons/ban/regex_report.h - what `hive-ban regex` prints.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/ban/filter.h"
#include "daemons/ban/regex_request.h"

namespace hive {

/// Shows lines to a filter; counts and prints what it finds. Holds the lines of the summary:
/// at most 20 of each kind, unless all are asked for.
class RegexReport {
public:
    RegexReport(Filter filter, const FilterRules& rules, const RegexRequest& request)
        : filter_ {std::move(filter)}, rules_ {rules}, request_ {request}
    {
    }
    void line(std::string_view text);
    /// @param elapsed how long the lines took
    void end(std::chrono::duration<double> elapsed) const;

private:
    struct Counted {
        std::int64_t count = 0;
        std::vector<std::string> lines;
    };
    LineMatch match(std::string_view text);
    void keep(Counted& counted, std::string_view text, bool all) const;
    void print_json(const LineMatch& match) const;
    static void print_lines(std::string_view title, const Counted& counted, bool all);

    Filter filter_;
    const FilterRules& rules_;
    const RegexRequest& request_;
    std::int64_t tested_ = 0;
    Counted matched_;
    Counted missed_;
    Counted ignored_;
};

}  // namespace hive
