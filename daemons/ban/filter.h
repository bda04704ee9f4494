// daemons/ban/filter.h - log lines become offences of an address, or nothing.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/ban/connection_memory.h"
#include "daemons/ban/date_detector.h"
#include "daemons/ban/failure.h"
#include "daemons/ban/filter_rules.h"
#include "daemons/ban/line_buffer.h"
#include "daemons/ban/line_encoding.h"
#include "daemons/ban/offender.h"
#include "daemons/ban/pattern.h"
#include "daemons/ban/wall_time.h"
#include "lib/address.h"
#include "lib/result.h"

namespace hive {

/// What the expressions are shown of a line.
enum class LineView {
    whole,
    without_date,  // fail2ban's way: the date is cut out, "[29/May/2026:…]" becomes "[]"
};

/// What a line, with those before it, comes to.
struct LineMatch {
    enum class Kind {
        none,
        ignored,  // an ignore rule took it back
        no_failure,  // a rule for lines that are seen, but are no offence (<F-NOFAIL>)
        pending,  // an offence of a connection whose address is not known yet (<F-MLFID>)
        failure,
    };
    Kind kind = Kind::none;
    std::size_t rule = 0;  // 0-based index of the fail rule, unless none
    /// The line's own time; that of the line before when it has none, but it was within the
    /// last minute; else none.
    std::optional<LogTime> time;
    /// What failed, and is counted: an address, a network, a host name, or what <F-ID> caught.
    std::string id;
    /// What to ban for it; none for a host name, or where the filter names no valid address.
    std::optional<Network> offender;
    /// `id` is a host name: each of its addresses is an offender (UseDns::yes and warn).
    bool is_host_name = false;
    Failure failure;  // of a failure: its groups and lines
};

class Filter {
public:
    /// @param today for datepatterns that take recent years only
    /// @return an error when a rule does not compile, there is none, or none names <HOST>
    static Result<Filter> create(const FilterRules& rules, LineView view, WallTime today);

    /// No I/O. Time is bounded for any line: a few milliseconds.
    /// @param line without its line end; what stands behind 8192 bytes is not looked at
    /// @param now never earlier than in the call before, but for dates that lack parts
    LineMatch match(std::string_view line, WallTime now);
    /// A line that came with its time, as those of the journal do: no date is looked for.
    LineMatch match_at(std::string_view line, WallTime time);

    [[nodiscard]] UseDns use_dns() const { return use_dns_; }
    /// Searches given up so far because a line took too much work.
    [[nodiscard]] std::size_t overruns() const { return overruns_; }
    /// Fail and ignore rules that matched, by index, and lines that matched the prefix.
    [[nodiscard]] const std::vector<std::size_t>& fail_hits() const { return fail_hits_; }
    [[nodiscard]] const std::vector<std::size_t>& ignore_hits() const { return ignore_hits_; }
    [[nodiscard]] std::size_t prefix_hits() const { return prefix_hits_; }
    [[nodiscard]] const DateDetector& dates() const { return dates_; }

private:
    Filter(LineEncoding encoding, DateDetector dates)
        : encoding_ {std::move(encoding)}, dates_ {std::move(dates)}
    {
    }
    enum class Verdict { go_on, done };

    bool finds(Pattern& pattern, const Subject& text);
    bool is_ignored(const Subject& text);
    [[nodiscard]] bool has_early_ignore() const;
    Subject decoded(std::string_view line);
    std::optional<LineParts> dated(const Subject& whole, WallTime now, LineMatch& match);
    LineMatch look_at(const Subject& whole, const LineParts& line, LineMatch match);
    DatedLines take_up(const LineParts& line);
    bool take_prefix(Pattern& prefix, CaughtGroups& groups);
    Verdict judge(
        std::size_t rule, const CaughtGroups& prefix, const DatedLines& lines, LineMatch& match);

    void blame_connection(Failure& failure, LineMatch& match) const;
    void blame(const Offender& offender, Failure failure, LineMatch& match) const;

    LineEncoding encoding_;
    DateDetector dates_;
    std::vector<Pattern> fail_;
    std::vector<Pattern> ignore_;
    std::optional<Pattern> prefix_;
    LineView view_ = LineView::whole;
    std::size_t max_lines_ = 1;
    UseDns use_dns_ = UseDns::warn;

    DatedLines buffer_;
    std::string text_;  // of the buffer, or what the prefix left of it
    ConnectionMemory connections_;
    std::optional<LogTime> last_time_;
    std::string last_date_;
    WallTime now_ {};

    std::size_t overruns_ = 0;
    int line_overruns_ = 0;
    std::vector<std::size_t> fail_hits_;
    std::vector<std::size_t> ignore_hits_;
    std::size_t prefix_hits_ = 0;
};

}  // namespace hive
