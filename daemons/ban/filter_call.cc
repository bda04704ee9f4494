// daemons/ban/filter_call.cc - how a filter or an action is named with its options.
#include <algorithm>
#include <optional>

#include "daemons/ban/filter_file.h"
#include "lib/trim.h"

namespace hive {
namespace {

bool is_option_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
        || c == '_' || c == '.';
}

/// Reads "a=1, b='2'][c=3" piece by piece.
class CallOptions {
public:
    explicit CallOptions(std::string_view text) : rest_ {text} { }

    Result<OptionValues> run() &&
    {
        OptionValues options;
        for (skip_separators(); !rest_.empty(); skip_separators()) {
            const auto sign = std::ranges::find_if_not(rest_, is_option_letter) - rest_.begin();
            const auto name = rest_.substr(0, static_cast<std::size_t>(sign));
            rest_.remove_prefix(name.size());
            if (name.empty() || !rest_.starts_with('='))
                return fail("'option=value' expected at '{}'", rest_.substr(0, 25));
            rest_.remove_prefix(1);
            options[std::string {name}] = trimmed(TRY(value()));
        }
        return options;
    }

private:
    void skip_separators()
    {
        const auto begin = rest_.find_first_not_of(" \t\n,][");
        rest_.remove_prefix(std::min(begin, rest_.size()));
    }
    Result<std::string_view> value()
    {
        const char quote = rest_.empty() ? '\0' : rest_.front();
        const bool is_quoted = quote == '"' || quote == '\'';
        const auto end
            = is_quoted ? rest_.find(quote, 1) : std::min(rest_.find_first_of(",]"), rest_.size());
        if (end == std::string_view::npos)
            return fail("a quote without its end: {}", rest_.substr(0, 25));
        const auto text = is_quoted ? rest_.substr(1, end - 1) : rest_.substr(0, end);
        rest_.remove_prefix(is_quoted ? end + 1 : end);
        const auto next = trimmed(rest_.substr(0, rest_.find('\n')));
        if (!next.empty() && next.front() != ',' && next.front() != ']')
            return fail("unexpected text behind an option: '{}'", next.substr(0, 25));
        return text;
    }

    std::string_view rest_;
};

std::string_view without_blanks(std::string_view text)
{
    return text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
}

bool ends_word(char c, char quote)
{
    return quote == '\0' && (c == ' ' || c == '\t');
}

bool turns_quote(char c, char quote)
{
    return quote == '\0' ? c == '"' || c == '\'' : c == quote;
}

/// Takes a word off the front of a text that starts with no blank.
/// @return none when a quote has no end
std::optional<std::string> take_word(std::string_view& text)
{
    std::string word;
    char quote = '\0';
    while (!text.empty() && !ends_word(text.front(), quote)) {
        const bool is_escape = text.front() == '\\' && quote != '\'' && text.size() > 1;
        if (is_escape)
            text.remove_prefix(1);
        const char c = text.front();
        text.remove_prefix(1);
        if (!is_escape && turns_quote(c, quote))
            quote = quote == '\0' ? c : '\0';
        else
            word += c;
    }
    return quote == '\0' ? std::optional {std::move(word)} : std::nullopt;
}

}  // namespace

Result<FilterCall> parse_filter_call(std::string_view text)
{
    while (!text.empty() && std::string_view {" \t\r\n"}.contains(text.back()))
        text.remove_suffix(1);
    const auto bracket = text.find('[');
    FilterCall call {.name = std::string {trimmed(text.substr(0, bracket))}};
    if (call.name.empty())
        return fail("'{}' names nothing", text);
    if (bracket == std::string_view::npos)
        return call;
    if (!text.ends_with(']'))
        return fail("'{}' has a '[' without its end", text);
    auto options = CallOptions {text.substr(bracket + 1, text.size() - bracket - 2)}.run();
    if (!options)
        return std::unexpected {std::move(options).error().within(call.name)};
    call.options = *std::move(options);
    return call;
}

Result<std::vector<std::string>> shell_words(std::string_view text)
{
    std::vector<std::string> words;
    for (auto rest = without_blanks(text); !rest.empty(); rest = without_blanks(rest)) {
        auto word = take_word(rest);
        if (!word)
            return fail("a quote without its end: {}", text);
        words.push_back(*std::move(word));
    }
    return words;
}

}  // namespace hive
