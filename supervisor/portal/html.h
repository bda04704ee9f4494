// supervisor/portal/html.h - HTML as a type, so that a text nobody escaped cannot get into a page.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include "lib/encoding.h"

namespace hive {

/// A piece of a page that is HTML already. html() makes one, and escapes every text it is
/// given that is not.
class Html {
    static const std::string& part(const Html& piece) { return piece.text_; }
    static std::string part(std::string_view text) { return html_escape(text); }
    template <class Number>
        requires std::is_arithmetic_v<Number>
    static Number part(Number number)
    {
        return number;
    }
    template <class T>
    using Part = decltype(part(std::declval<const T&>()));

public:
    /// A literal whose {} take one argument each.
    template <class... Args>
    using Literal = fmt::format_string<Part<Args>...>;

    Html() = default;
    template <class... Args>
    [[nodiscard]] static Html of(Literal<Args...> literal, const Args&... args)
    {
        Html piece;
        piece.text_ = fmt::format(literal, part(args)...);
        return piece;
    }

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

/// html("<b class=\"{}\">{}</b>", kind, name). Attributes are always quoted in the literal.
template <class... Args>
[[nodiscard]] Html html(Html::Literal<Args...> literal, const Args&... args)
{
    return Html::of<Args...>(literal, args...);
}

}  // namespace hive
