// supervisor/portal/html.h - HTML as a type, so that a text nobody escaped cannot get into a page.
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "lib/encoding.h"

namespace hive {

/// A piece of a page that is HTML already. html() makes one, and escapes every text it is
/// given that is not.
class Html {
public:
    Html() = default;
    /// A text that is HTML of our own making already, read from a file of the installation.
    [[nodiscard]] static Html trusted(std::string text)
    {
        Html piece;
        piece.text_ = std::move(text);
        return piece;
    }

    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] bool is_empty() const { return text_.empty(); }
    Html& operator+=(const Html& more)
    {
        text_ += more.text_;
        return *this;
    }
    bool operator==(const Html&) const = default;

private:
    std::string text_;
};

/// HTML of the source with as many {} as it has arguments; another number does not compile.
template <std::size_t Holes>
class HtmlLiteral {
public:
    // NOLINTNEXTLINE(google-explicit-constructor): a literal becomes one where it is used
    consteval HtmlLiteral(const char* text) : text_ {text}
    {
        std::size_t found = 0;
        for (auto at = text_.find("{}"); at != std::string_view::npos;
            at = text_.find("{}", at + 2)) {
            if (found == Holes)
                throw "more {} than arguments";
            holes_[found++] = at;
        }
        if (found != Holes)
            throw "more arguments than {}";
    }

    [[nodiscard]] std::string filled(const std::array<std::string_view, Holes>& parts) const
    {
        std::size_t size = text_.size();
        for (const auto part : parts)
            size += part.size();
        std::string all;
        all.reserve(size);  // once: a page is made of pieces within pieces
        std::size_t done = 0;
        for (std::size_t i = 0; i < Holes; ++i) {
            all.append(text_, done, holes_[i] - done).append(parts[i]);
            done = holes_[i] + 2;
        }
        return all.append(text_, done);
    }

private:
    std::string_view text_;
    std::array<std::size_t, Holes> holes_ {};
};

/// What is put into a hole, as HTML.
class HtmlPart {
public:
    explicit HtmlPart(const Html& piece) : text_ {piece.text()} { }
    explicit HtmlPart(std::integral auto number)
        : own_ {fmt::format_int {number}.str()}, text_ {own_}
    {
    }
    explicit HtmlPart(std::string_view text) : text_ {text}
    {
        if (std::ranges::any_of(text, &is_special))
            text_ = own_ = html_escape(text);
    }
    HtmlPart(const HtmlPart&) = delete;
    HtmlPart& operator=(const HtmlPart&) = delete;
    ~HtmlPart() = default;

    [[nodiscard]] std::string_view text() const { return text_; }

private:
    static bool is_special(char c)
    {
        return c == '&' || c == '<' || c == '>' || c == '"' || c == '\'';
    }
    std::string own_;
    std::string_view text_;
};

/// html("<b class=\"{}\">{}</b>", kind, name). Attributes are always quoted in the literal;
/// arguments are Html, texts and whole numbers.
template <class... Args>
[[nodiscard]] Html html(HtmlLiteral<sizeof...(Args)> literal, const Args&... args)
{
    return [&](const auto&... parts) { return Html::trusted(literal.filled({parts.text()...})); }(
               HtmlPart {args}...);
}

}  // namespace hive
