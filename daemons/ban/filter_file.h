// daemons/ban/filter_file.h - reads a filter of fail2ban (filter.d/NAME.conf), unchanged.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/ban/filter.h"
#include "lib/result.h"

namespace hive {

/// Gives the text of a file; nothing when there is no such file.
using FileReader = std::function<std::optional<std::string>(const std::string& path)>;

/// Where configuration comes from.
struct FileSource {
    FileReader read;
    /// The names of the files in a directory; none when there is no such directory.
    std::function<std::vector<std::string>(const std::string& directory)> list;
};

/// Understood: [INCLUDES] before and after, a NAME.local beside each NAME.conf, [DEFAULT],
/// [Definition], [Init], %(option)s, %(section/option)s, <option>, <option-<option>>,
/// <section/option>, and in [Definition] failregex, ignoreregex and prefregex.
/// Refused by name: maxlines above 1, a datepattern other than {^LN-BEG}, %(known/…)s.
/// Pure but for `read`. Source: jail.conf(5), fail2ban 1.0 client/configparserinc.py.
[[nodiscard]] Result<FilterRules> parse_filter_file(
    const std::string& path, const FileReader& read);

/// The same with real files.
[[nodiscard]] Result<FilterRules> load_filter_file(const std::string& path);

}  // namespace hive
