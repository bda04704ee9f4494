// daemons/ban/filter_ini.h - fail2ban's ini dialect: sections of options, %(…)s filled in.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/result.h"

namespace hive {

/// Values by option name, in lower case.
using OptionValues = std::map<std::string, std::string, std::less<>>;

/// Options by section. Python's configparser rules: option names without regard to case, a
/// value goes on in lines indented deeper than its name, '#' or ';' starts a comment line,
/// " ;" a comment behind a value; [DEFAULT] is seen from every section. Pure.
class FilterIni {
public:
    struct Value {
        std::string text;
        std::string where;  // "FILE:LINE"
    };
    using Options = std::map<std::string, Value, std::less<>>;

    /// @param file for messages
    /// @return an error "FILE:12: …"; an option or section may stand only once
    static Result<FilterIni> parse(std::string_view text, std::string_view file);
    /// Takes over the options of `later`, which win; what they replace is known as
    /// %(known/option)s. Those of a section "Init?family=inet6" go to "Init" with that suffix.
    void merge(const FilterIni& later);
    /// Adds or replaces one option.
    void set(std::string_view section, std::string_view option, std::string text);

    /// The sections but [DEFAULT] and [INCLUDES], in the order they first came.
    [[nodiscard]] const std::vector<std::string>& sections() const { return order_; }
    /// Where a section first came, "FILE:LINE".
    [[nodiscard]] std::string where(std::string_view section) const;
    /// A section's own options; nullptr when there is none.
    [[nodiscard]] const Options* own(std::string_view section) const;
    /// As it stands in the file; nullptr when neither the section nor [DEFAULT] has it.
    [[nodiscard]] const Value* find(std::string_view section, std::string_view option) const;
    /// With %(name)s, %(section/name)s, %(known/name)s and %(__name__)s filled in.
    /// @param overrides win over the options of the section, here and when filling in
    /// @return nothing when there is no such option; an error for a reference to nothing, or
    /// one that never ends
    [[nodiscard]] Result<std::optional<std::string>> value(std::string_view section,
        std::string_view option, const OptionValues& overrides = {}) const;
    /// What a merge replaced: the value of %(known/option)s in that section.
    [[nodiscard]] Result<std::optional<std::string>> known_value(
        std::string_view section, std::string_view option) const;

private:
    friend class IniReader;
    std::map<std::string, Options, std::less<>> sections_;
    std::map<std::string, Options, std::less<>> known_;
    std::map<std::string, std::string, std::less<>> places_;
    std::vector<std::string> order_;

    friend class Interpolation;
};

/// ASCII letters in lower case, as option names are compared.
[[nodiscard]] std::string option_name(std::string_view text);

}  // namespace hive
