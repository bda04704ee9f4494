// daemons/ban/filter.h - a log line becomes an offence of an address, or nothing.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/ban/filter_rules.h"
#include "daemons/ban/line_time.h"
#include "daemons/ban/pattern.h"
#include "lib/address.h"
#include "lib/result.h"

namespace hive {

/// What the expressions are shown of a line.
enum class LineView {
    whole,
    without_date,  // fail2ban's way: the date is cut out, "[29/May/2026:…]" becomes "[]"
};

struct LineMatch {
    enum class Kind {
        none,
        ignored,  // an ignore rule took it back
        no_failure,  // a rule for lines that are seen, but are no offence (<F-NOFAIL>)
        no_address,  // an offence of a host name, or of nobody named in this line
        failure,
    };
    Kind kind = Kind::none;
    Address address;  // of a failure
    std::size_t rule = 0;  // 0-based index of the fail rule, unless none
    std::optional<LineDate> date;
};

class Filter {
public:
    /// @return an error when a rule does not compile, there is none, or none names <HOST>
    static Result<Filter> create(const FilterRules& rules, LineView view);

    /// No I/O, and no clock. Time is bounded for any line (Pattern::search).
    LineMatch match(std::string_view line);

    /// Searches given up so far because a line took too much work.
    [[nodiscard]] std::size_t overruns() const { return overruns_; }

private:
    Filter() = default;
    bool finds(Pattern& pattern, std::string_view text);
    void judge(const Pattern& rule, std::string_view text, LineMatch& match);
    std::string_view shown(std::string_view line, const std::optional<LineDate>& date);

    std::vector<Pattern> fail_;
    std::vector<Pattern> ignore_;
    std::optional<Pattern> prefix_;
    LineView view_ = LineView::whole;
    std::string cut_line_;
    std::size_t overruns_ = 0;
};

}  // namespace hive
