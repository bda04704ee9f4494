// daemons/ban/pattern.h - one compiled regular expression whose matching is bounded; hides PCRE2.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/result.h"

namespace hive {

/// A text to look into, and which alphabet it needs.
class Subject {
public:
    Subject() = default;
    explicit Subject(std::string_view text);
    [[nodiscard]] std::string_view text() const { return text_; }
    /// Printable ASCII, blanks and line ends only: bytes are characters.
    [[nodiscard]] bool is_plain() const { return is_plain_; }
    /// The same without what stands behind `end`.
    [[nodiscard]] Subject until(std::size_t end) const;
    /// Parts of it, perhaps with line ends between: they need no other alphabet.
    [[nodiscard]] Subject with(std::string_view parts) const;

private:
    std::string_view text_;
    bool is_plain_ = true;
};

/// Compiled with JIT, once for plain text and, when such text first comes, for Unicode.
class Pattern {
public:
    enum class Lines {
        one,
        many,  // '^' and '$' match at each line
    };
    /// @param text Python's syntax (python_regex.h); names may repeat
    static Result<Pattern> compile(std::string_view text, Lines lines = Lines::one);
    Pattern(Pattern&&) noexcept;
    Pattern& operator=(Pattern&&) noexcept;
    Pattern(const Pattern&) = delete;
    Pattern& operator=(const Pattern&) = delete;
    ~Pattern();

    enum class Outcome {
        none,
        match,
        overrun,  // gave up: the work limit or the stack was used up, or the text is no UTF-8
    };
    /// Looks anywhere behind `from`. Takes about a millisecond at most, whatever the subject.
    Outcome search(const Subject& subject, std::size_t from = 0);
    /// Whether a search finds a match without looking behind the subject's end: it finds the
    /// same one in every text that starts so. Slow.
    bool is_settled_by(const Subject& start);

    /// What the groups called `name` caught in the last search that matched: the first of
    /// them that took part. Views into that subject.
    [[nodiscard]] std::optional<std::string_view> group(std::string_view name) const;
    [[nodiscard]] std::optional<std::string_view> group(std::size_t number) const;
    /// The same of groups by their numbers.
    [[nodiscard]] std::optional<std::string_view> group(
        std::span<const std::uint32_t> numbers) const;
    /// Where the last match starts and ends in its subject, in bytes.
    [[nodiscard]] std::size_t begin() const;
    [[nodiscard]] std::size_t end() const;

    [[nodiscard]] bool has_group(std::string_view name) const;
    /// The names of the groups, and which bear each.
    using Groups = std::map<std::string, std::vector<std::uint32_t>, std::less<>>;
    [[nodiscard]] const Groups& groups() const;

private:
    struct Impl;
    explicit Pattern(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace hive
