#include "lib/payload_scan.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace hive {
namespace {

enum class Kind : std::uint8_t { sql, script, traversal, command };

/// A word that gives points wherever it stands; `whole`: not inside a longer word.
struct Sign {
    std::string_view text;
    Kind kind;
    std::uint8_t points;
    bool whole = false;
};

constexpr auto signs = std::to_array<Sign>({
    {"union select", Kind::sql, 4, true},
    {"union all select", Kind::sql, 4, true},
    {"union distinct select", Kind::sql, 4, true},
    {"waitfor delay", Kind::sql, 4, true},
    {"information_schema", Kind::sql, 4},
    {"into outfile", Kind::sql, 4, true},
    {"into dumpfile", Kind::sql, 4, true},
    {"procedure analyse", Kind::sql, 4, true},
    {"drop table", Kind::sql, 3, true},
    {"drop function", Kind::sql, 3, true},
    {"drop database", Kind::sql, 3, true},
    {"insert into", Kind::sql, 2, true},
    {"delete from", Kind::sql, 2, true},
    {"select count(", Kind::sql, 3, true},
    {"select case when", Kind::sql, 3, true},
    {"(case when", Kind::sql, 3},
    {"(select ", Kind::sql, 3},
    {"select null", Kind::sql, 3, true},
    {"select concat(", Kind::sql, 3, true},
    {"select char(", Kind::sql, 3, true},
    {"select @@", Kind::sql, 4, true},
    {"@@version", Kind::sql, 3},
    {"sleep(", Kind::sql, 3, true},
    {"pg_sleep(", Kind::sql, 4},
    {"benchmark(", Kind::sql, 3, true},
    {"extractvalue(", Kind::sql, 4},
    {"updatexml(", Kind::sql, 4},
    {"dbms_", Kind::sql, 3},
    {"utl_inaddr", Kind::sql, 4},
    {"utl_http", Kind::sql, 4},
    {"ctxsys.", Kind::sql, 4},
    {"xp_cmdshell", Kind::sql, 4},
    {"sp_executesql", Kind::sql, 4},
    {"randomblob(", Kind::sql, 4},
    {"generate_series(", Kind::sql, 4},
    {"regexp_substring(", Kind::sql, 4},
    {"load_file(", Kind::sql, 4},
    {"elt(", Kind::sql, 3, true},
    {"make_set(", Kind::sql, 4, true},
    {"crypt_key(", Kind::sql, 4},
    {"json_keys(", Kind::sql, 3},
    {"rdb$", Kind::sql, 3},
    {"sysibm", Kind::sql, 3},
    {"sysmaster", Kind::sql, 3},
    {"all_users", Kind::sql, 2},
    {"concat(", Kind::sql, 1, true},
    {"char(", Kind::sql, 1, true},
    {"chr(", Kind::sql, 1, true},
    {"rlike", Kind::sql, 1, true},
    {"from dual", Kind::sql, 3, true},
    {"in boolean mode", Kind::sql, 3, true},
    {"/*!", Kind::sql, 3},
    {"exec master", Kind::sql, 4, true},
    {"bulk insert", Kind::sql, 3, true},
    {"iif(", Kind::sql, 3, true},
    {"javascript:", Kind::script, 3},
    {"vbscript:", Kind::script, 3},
    {"livescript:", Kind::script, 3},
    {"data:text/html", Kind::script, 3},
    {"expression(", Kind::script, 2},
    {"document.cookie", Kind::script, 3},
    {"document.write", Kind::script, 3},
    {"document.location", Kind::script, 3},
    {"document.domain", Kind::script, 3},
    {"window.location", Kind::script, 2},
    {"alert(", Kind::script, 3, true},
    {"prompt(", Kind::script, 2, true},
    {"confirm(", Kind::script, 2, true},
    {"fromcharcode", Kind::script, 3},
    {"eval(", Kind::script, 2, true},
    {"+adw-", Kind::script, 3},
    {" adw-", Kind::script, 3},
    {"-moz-binding", Kind::script, 3},
    {"@import", Kind::script, 2},
    {"<!entity", Kind::script, 3},
    {"<![cdata[", Kind::script, 2},
    {"/etc/passwd", Kind::traversal, 4},
    {"/etc/shadow", Kind::traversal, 4},
    {"/etc/hosts", Kind::traversal, 4},
    {"/etc/group", Kind::traversal, 4},
    {"/etc/issue", Kind::traversal, 4},
    {"/proc/self", Kind::traversal, 4},
    {"boot.ini", Kind::traversal, 4},
    {"win.ini", Kind::traversal, 4},
    {"web-inf", Kind::traversal, 4},
    {"/windows/system32", Kind::traversal, 4},
    {"\\windows\\", Kind::traversal, 4},
    {"0x2e0x2e", Kind::traversal, 3},
    {"..0x", Kind::traversal, 3},
    {"0x5c..", Kind::traversal, 3},
    {"..;/", Kind::traversal, 3},
    {"php://", Kind::traversal, 4},
    {"file://", Kind::traversal, 3},
    {"expect://", Kind::traversal, 4},
    {"phar://", Kind::traversal, 4},
    {"zip://", Kind::traversal, 3},
    {"/././", Kind::traversal, 3},
    {"////", Kind::traversal, 2},
    {"c:/", Kind::traversal, 3, true},
    {"c:\\", Kind::traversal, 3, true},
    {"//..//", Kind::traversal, 3},
    {".//..", Kind::traversal, 3},
    {"${jndi:", Kind::command, 6},
    {"() {", Kind::command, 4},
    {"<?php", Kind::command, 4},
    {"<!--#", Kind::command, 4},
    {"system(", Kind::command, 3, true},
    {"passthru(", Kind::command, 4},
    {"shell_exec(", Kind::command, 4},
    {"exec(", Kind::command, 3, true},
    {"popen(", Kind::command, 3},
    {"phpinfo(", Kind::command, 4},
    {"base64_decode(", Kind::command, 3},
    {"allow_url_include", Kind::command, 4},
    {"auto_prepend_file", Kind::command, 4},
    {"invokefunction", Kind::command, 4},
    {"classloader", Kind::command, 3},
    {"/bin/", Kind::command, 3},
    {"cmd.exe", Kind::command, 3},
    {"powershell", Kind::command, 2},
    {"ping.exe", Kind::command, 3},
    {"ping -", Kind::command, 3, true},
    {"$(", Kind::command, 3},
    {"${ifs}", Kind::command, 4},
    {"$ifs", Kind::command, 4},
    {"runtime.getruntime", Kind::command, 4},
    {"{{", Kind::command, 1},
    {"}}", Kind::command, 1},
    {"response.write(", Kind::command, 3},
});

constexpr auto tags = std::to_array<std::string_view>({"a", "applet", "audio", "base", "bgsound",
    "body", "br", "button", "details", "div", "embed", "form", "frame", "frameset", "head", "html",
    "iframe", "img", "input", "isindex", "layer", "link", "marquee", "math", "meta", "object", "p",
    "script", "style", "svg", "table", "td", "textarea", "title", "video", "xml", "xss"});

constexpr auto commands = std::to_array<std::string_view>(
    {"bash", "cat", "chmod", "cmd", "curl", "dig", "dir", "echo", "env", "expr", "ftp", "id",
        "ifconfig", "ipconfig", "ls", "nc", "ncat", "net", "netstat", "nslookup", "perl", "php",
        "ping", "printf", "ps", "pwd", "python", "rm", "ruby", "set", "sh", "sleep", "telnet",
        "tftp", "timeout", "touch", "true", "type", "uname", "wget", "whoami"});

constexpr auto sql_verbs
    = std::to_array<std::string_view>({"begin", "call", "create", "declare", "delete", "drop",
        "exec", "execute", "if", "insert", "select", "shutdown", "update", "waitfor"});

constexpr auto joins = std::to_array<std::string_view>({"and", "or", "having", "where", "xor",
    "union", "order", "group", "like", "rlike", "in", "limit", "procedure", "div", "as"});

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

template <std::size_t count>
bool is_one_of(const std::array<std::string_view, count>& words, std::string_view word)
{
    return std::ranges::find(words, word) != words.end();
}

/// The signs by their first byte.
using Index = std::array<std::vector<const Sign*>, 256>;
const Index& index_of_signs()
{
    static const Index index = [] {
        Index made;
        for (const auto& sign : signs)
            made[static_cast<unsigned char>(sign.text[0])].push_back(&sign);
        return made;
    }();
    return index;
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
    void add(Kind kind, int points)
    {
        auto& sum = kind == Kind::sql ? signs_.sql
            : kind == Kind::script    ? signs_.script
            : kind == Kind::traversal ? signs_.traversal
                                      : signs_.command;
        sum = static_cast<std::uint8_t>(std::min(sum + points, 255));
    }
    [[nodiscard]] bool is_word_start() const { return at_ == 0 || !is_word(text_[at_ - 1]); }
    [[nodiscard]] char at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }

    void look_for_signs()
    {
        const auto rest = text_.substr(at_);
        for (const auto* sign : index_of_signs()[static_cast<unsigned char>(rest[0])])
            if (rest.starts_with(sign->text) && (!sign->whole || is_word_start()))
                add(sign->kind, sign->points);
    }

    void look_at(char c)
    {
        switch (c) {
        case '<': return look_at_tag();
        case '.': return look_at_dots();
        case '\0': return add(Kind::traversal, payload_found);
        case ';':
            if (is_one_of(sql_verbs, word_at(skip(at_ + 1, " "))))
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
        if (is_one_of(tags, name) && !is_word(behind) && behind != '.')
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
        if (is_one_of(commands, word) && behind != '=' && behind != '.' && behind != '-')
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
        if (is_one_of(commands, word) && (is_double || has_argument))
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
        if (const auto word = word_at(i); is_one_of(joins, word) && i > at_ + 1)
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
