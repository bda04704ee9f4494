// daemons/ban/pattern.h - one compiled regular expression whose matching is bounded; hides PCRE2.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/result.h"

namespace hive {

/// Compiled with JIT. Bytes, not UTF-8: a log is not always well-formed text.
class Pattern {
public:
    /// @param text Perl's syntax with Python's (?P<name>…); names may repeat
    static Result<Pattern> compile(std::string_view text);
    Pattern(Pattern&&) noexcept;
    Pattern& operator=(Pattern&&) noexcept;
    ~Pattern();

    enum class Outcome {
        none,
        match,
        overrun,  // gave up: the work limit or the stack was used up
    };
    /// Looks anywhere in `subject`. Takes at most a few milliseconds, whatever the subject.
    Outcome search(std::string_view subject);

    /// What the groups called `name` caught in the last search that matched: the first of
    /// them that took part. Views into that subject.
    [[nodiscard]] std::optional<std::string_view> group(std::string_view name) const;
    [[nodiscard]] bool has_group(std::string_view name) const;

private:
    struct Impl;
    explicit Pattern(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace hive
