// daemons/ban/filter_file.h - reads a filter of fail2ban (filter.d/NAME.conf), unchanged.
#pragma once

#include <string>
#include <string_view>

#include "daemons/ban/config_files.h"
#include "daemons/ban/filter_ini.h"
#include "daemons/ban/filter_rules.h"
#include "lib/result.h"

namespace hive {

/// "sshd[mode=aggressive, logtype=journal]": a name or path, and options for it.
struct FilterCall {
    std::string name;
    OptionValues options;
};
/// Values may be in quotes; several brackets may follow each other.
[[nodiscard]] Result<FilterCall> parse_filter_call(std::string_view text);

/// A filter read, before its options are filled in.
class FilterFile {
public:
    /// @param base the path without ".conf"
    static Result<FilterFile> read(const std::string& base, const FileSource& source);

    /// All options of the filter with %(…)s and <…> filled in: those of [Definition] that make
    /// rules, those of [Init], and `call`.
    /// @param jail options of the jail: they may be referred to, and what they override is left out
    /// @param everything all of [Definition], for %(known/…)s of a jail
    enum class Extent { rules, everything };
    [[nodiscard]] Result<OptionValues> options(
        const OptionValues& call, const OptionValues& jail, Extent extent) const;
    /// Whether [Definition] itself sets an option.
    [[nodiscard]] bool defines(std::string_view option) const;

private:
    explicit FilterFile(FilterIni ini) : ini_ {std::move(ini)} { }
    [[nodiscard]] Result<std::optional<std::string>> referred_in(
        const std::string& section, std::string_view option) const;
    [[nodiscard]] Result<std::optional<std::string>> referred(
        const std::string& name, const OptionValues& overrides) const;

    FilterIni ini_;
};

/// failregex, ignoreregex, prefregex, maxlines, datepattern, journalmatch and usedns.
[[nodiscard]] Result<FilterRules> rules_of(const OptionValues& options);

/// Reads PATH.conf (or PATH, given with ".conf") with its options. Pure but for `source`.
[[nodiscard]] Result<FilterRules> read_filter(const FilterCall& call, const FileSource& source);

/// The lines of a value, without empty ones.
[[nodiscard]] std::vector<std::string> value_lines(std::string_view value);
/// The words of a line as a POSIX shell splits it: quotes and backslashes hold blanks.
[[nodiscard]] Result<std::vector<std::string>> shell_words(std::string_view text);

}  // namespace hive
