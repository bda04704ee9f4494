// daemons/ban/date_bounds.h - the bounds fail2ban puts around the expression of a date.
#pragma once

#include <string>

#include "daemons/ban/date_pattern.h"
#include "daemons/ban/pattern.h"
#include "lib/result.h"

namespace hive {

/// Holds the expressions that look at expressions, compiled once.
class DateBounds {
public:
    enum class Start { free, word, line };
    enum class End { free, word };

    static DateBounds create();

    /// Sees to a group 1 and to the bounds that `regex` does not bring itself ('^', '$', '**').
    /// Sets the regex of `date`, its anchors and, when anchored here, the start of its name.
    void apply(DatePattern& date, std::string regex, Start start, End end);

private:
    DateBounds() = default;
    static bool finds(Pattern& pattern, const std::string& text);
    std::string cut_flags(std::string& regex);
    void add_group(std::string& regex);
    std::string without_stars(std::string text);

    std::vector<Pattern> patterns_;
};

}  // namespace hive
