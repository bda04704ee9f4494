// daemons/ban/filter_ini.h - fail2ban's ini dialect: sections of options, %(…)s and <…> filled in.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "lib/result.h"

namespace hive {

/// Options by section. Python's configparser rules: option names without regard to case,
/// a value goes on in indented lines, '#' or ';' starts a comment line, " ;" a comment
/// behind a value; [DEFAULT] is seen from every section. Pure.
class FilterIni {
public:
    using Options = std::map<std::string, std::string, std::less<>>;

    /// @return an error "line 12: …"
    static Result<FilterIni> parse(std::string_view text);
    /// Takes over the options of `later`, which win.
    void merge(FilterIni later);

    /// As it stands in the file; nullptr when neither the section nor [DEFAULT] has it.
    [[nodiscard]] const std::string* find(std::string_view section, std::string_view option) const;
    /// With %(…)s and <…> filled in. "" when there is no such option.
    /// @return an error for a reference to nothing, or one that never ends
    [[nodiscard]] Result<std::string> value(
        std::string_view section, std::string_view option) const;

private:
    std::map<std::string, Options, std::less<>> sections_;
};

}  // namespace hive
