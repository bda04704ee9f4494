#include "lib/payload_scan.h"

#include <algorithm>
#include <utility>

#include "lib/payload_signs.h"

namespace hive {
namespace {

using Kind = PayloadSign::Kind;

bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}
bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
bool is_quote(char c)
{
    return c == '\'' || c == '"' || c == '`';
}

/// Walks over a decoded text and adds up what it sees.
class Scan {
public:
    explicit Scan(std::string_view text) : text_ {text} { }

    PayloadSigns run()
    {
        for (at_ = 0; at_ < text_.size(); ++at_) {
            look_for_signs();
            look_at(text_[at_]);
        }
        look_at_end();
        return signs_;
    }

private:
    std::uint8_t& sum_of(Kind kind)
    {
        switch (kind) {
        case Kind::sql: return signs_.sql;
        case Kind::script: return signs_.script;
        case Kind::traversal: return signs_.traversal;
        case Kind::command: return signs_.command;
        }
        std::unreachable();
    }
    void add(Kind kind, int points)
    {
        auto& sum = sum_of(kind);
        sum = static_cast<std::uint8_t>(std::min(sum + points, 255));
    }
    [[nodiscard]] bool is_word_start() const { return at_ == 0 || !is_word(text_[at_ - 1]); }
    [[nodiscard]] char at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }

    void look_for_signs()
    {
        const auto rest = text_.substr(at_);
        for (const auto* sign : signs_from(rest[0]))
            if (rest.starts_with(sign->text) && (!sign->is_whole || is_word_start()))
                add(sign->kind, sign->points);
    }

    void look_at(char c)
    {
        switch (c) {
        case '<': return look_at_tag();
        case '.': return look_at_dots();
        case '\0': return add(Kind::traversal, payload_found);
        case ';':
            if (is_sql_verb(word_at(skip(at_ + 1, " "))))
                add(Kind::sql, payload_found);
            return look_at_command();
        case '|':
        case '\n': return look_at_command();
        case '&': return look_at_ampersand();
        case '`': ++backticks_; return look_at_command();
        case 'o': return is_word_start() ? look_at_o() : void();
        case 'a':
        case 'h':
        case 'w':
        case 'x': return is_word_start() ? look_at_join() : void();
        default: break;
        }
        if (c == '\'' || c == '"' || c == ')')
            look_behind_break();
    }

    [[nodiscard]] std::size_t skip(std::size_t i, std::string_view skipped) const
    {
        return std::min(text_.find_first_not_of(skipped, i), text_.size());
    }
    [[nodiscard]] std::string_view word_at(std::size_t i) const
    {
        auto end = i;
        while (end < text_.size() && is_word(text_[end]))
            ++end;
        return text_.substr(std::min(i, text_.size()), end - i);
    }

    void look_at_tag()
    {
        const auto first = skip(at_ + 1, "/ ");
        const auto name = word_at(first);
        const char behind = at(first + name.size());
        if (is_html_tag(name) && !is_word(behind) && behind != '.')
            add(Kind::script, payload_found);
        else if (!name.empty() && !is_digit(name[0]) && (behind == '>' || behind == ' '))
            add(Kind::script, 1);
    }

    void look_at_dots()
    {
        if (at(at_ + 1) != '.' || (at(at_ + 2) != '/' && at(at_ + 2) != '\\'))
            return;
        add(Kind::traversal, at_ == 0 || at(at_ - 1) == '/' || at(at_ - 1) == '\\' ? 3 : 2);
    }

    /// A separator of shell commands, and a command behind it.
    void look_at_command()
    {
        const auto first = skip(at_, ";|&`(\n ");
        const auto word = word_at(first);
        const char behind = at(first + word.size());
        if (is_shell_command(word) && behind != '=' && behind != '.' && behind != '-')
            add(Kind::command, payload_found);
    }

    /// In "rock & roll" it is none; a command with an argument, or && before one, is.
    void look_at_ampersand()
    {
        const bool is_double = at(at_ + 1) == '&';
        const auto first = skip(at_, "& ");
        const auto word = word_at(first);
        const auto argument = skip(first + word.size(), " ");
        const bool has_argument = argument > first + word.size()
            && (at(argument) == '-' || at(argument) == '/' || is_digit(at(argument)));
        if (is_shell_command(word) && (is_double || has_argument))
            add(Kind::command, payload_found);
    }

    /// "or 1=1", "onerror=".
    void look_at_o()
    {
        const auto word = word_at(at_);
        if (word.size() > 4 && word.starts_with("on") && at(skip(at_ + word.size(), " ")) == '=')
            add(Kind::script, payload_found);
        if (word == "order" && text_.substr(at_).starts_with("order by ") && is_digit(at(at_ + 9)))
            add(Kind::sql, 2);
        look_at_join();
    }

    /// A comparison of a number or a quoted text behind and, or, having, where.
    void look_at_join()
    {
        const auto word = word_at(at_);
        if (word != "and" && word != "or" && word != "having" && word != "where" && word != "xor")
            return;
        auto i = skip(at_ + word.size(), " (-!'\"%");
        const bool is_quoted = i > 0 && is_quote(text_[i - 1]);
        if (i == at_ + word.size()
            || (!is_quoted && !is_digit(at(i)) && !text_.substr(i).starts_with("not ")))
            return;
        i = skip(i + word_at(i).size(), " )'\"%");
        const auto operation = word_at(i);
        if (at(i) == '=' || at(i) == '<' || at(i) == '>' || operation == "like" || operation == "in"
            || operation == "between" || operation == "is" || operation == "rlike")
            add(Kind::sql, payload_found);
    }

    /// What follows a quote or bracket that ends a literal.
    void look_behind_break()
    {
        const auto i = skip(at_ + 1, " )");
        const auto rest = text_.substr(i);
        if (rest.starts_with("--") || rest.starts_with("||") || rest.starts_with("&&")
            || rest.starts_with(";") || rest.starts_with("/*") || rest == "#")
            return add(Kind::sql, 2);
        if (const auto word = word_at(i); is_sql_join(word) && i > at_ + 1)
            add(Kind::sql, 2);
    }

    void look_at_end()
    {
        if (backticks_ >= 2)
            add(Kind::command, payload_found);
        if (signs_.sql > 0
            && (text_.ends_with("--") || text_.ends_with("-- ") || text_.ends_with('#')))
            add(Kind::sql, 1);
        if (std::ranges::count(text_, '\'') % 2 == 1 && text_.find(" --") != std::string_view::npos)
            add(Kind::sql, 1);
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int backticks_ = 0;
    PayloadSigns signs_;
};

/// Bytes without which nothing above can be found; most targets have none of them.
bool may_hide_something(std::string_view text)
{
    constexpr auto words = std::to_array<std::string_view>({"..", "//", "/./", "etc/", "bin/",
        ".ini", "-inf", "-INF", "cmd.exe", "0x", "proc/self", "invokefunction", "CDATA"});
    return text.find_first_of("%+&'\"`<>()|;$\\{} \t*:@") != std::string_view::npos
        || std::ranges::any_of(
            words, [text](std::string_view word) { return text.contains(word); });
}

void raise(PayloadSigns& sum, const PayloadSigns& more)
{
    sum.sql = std::max(sum.sql, more.sql);
    sum.script = std::max(sum.script, more.script);
    sum.traversal = std::max(sum.traversal, more.traversal);
    sum.command = std::max(sum.command, more.command);
}

}  // namespace

PayloadSigns scan_payload(std::string_view text)
{
    if (!may_hide_something(text))
        return {};
    return Scan {decode_payload(text)}.run();
}

PayloadSigns scan_target(std::string_view target)
{
    target = target.substr(0, max_scanned);
    if (!may_hide_something(target))
        return {};
    const auto question = std::min(target.find('?'), target.size());
    auto sum = scan_payload(target.substr(0, question));
    auto query = target.substr(std::min(question + 1, target.size()));
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const auto pair = query.substr(0, end);
        const auto equals = std::min(pair.find('='), pair.size());
        raise(sum, scan_payload(pair.substr(0, equals)));
        raise(sum, scan_payload(pair.substr(std::min(equals + 1, pair.size()))));
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    return sum;
}

}  // namespace hive
