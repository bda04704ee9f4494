#include "lib/payload_signs.h"

#include <algorithm>
#include <array>
#include <vector>

namespace hive {
namespace {

using Kind = PayloadSign::Kind;

constexpr auto signs = std::to_array<PayloadSign>({
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
    {"c:/", Kind::traversal, 2, true},
    {"c:\\", Kind::traversal, 2, true},
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

constexpr auto html_tags
    = std::to_array<std::string_view>({"a", "applet", "audio", "base", "bgsound", "body", "br",
        "button", "details", "div", "embed", "form", "frame", "frameset", "head", "html", "iframe",
        "img", "input", "isindex", "layer", "link", "marquee", "math", "meta", "object", "p",
        "script", "style", "svg", "table", "td", "textarea", "title", "video", "xml", "xss"});

constexpr auto shell_commands = std::to_array<std::string_view>(
    {"bash", "cat", "chmod", "cmd", "curl", "dig", "dir", "echo", "env", "expr", "ftp", "id",
        "ifconfig", "ipconfig", "ls", "nc", "ncat", "net", "netstat", "nslookup", "perl", "php",
        "ping", "printf", "ps", "pwd", "python", "rm", "ruby", "set", "sh", "sleep", "telnet",
        "tftp", "timeout", "touch", "true", "type", "uname", "wget", "whoami"});

constexpr auto sql_verbs
    = std::to_array<std::string_view>({"begin", "call", "create", "declare", "delete", "drop",
        "exec", "execute", "if", "insert", "select", "shutdown", "update", "waitfor"});

constexpr auto sql_joins = std::to_array<std::string_view>({"and", "or", "having", "where", "xor",
    "union", "order", "group", "like", "rlike", "in", "limit", "procedure", "div", "as"});

template <std::size_t count>
bool is_one_of(const std::array<std::string_view, count>& words, std::string_view word)
{
    return std::ranges::find(words, word) != words.end();
}

using Index = std::array<std::vector<const PayloadSign*>, 256>;
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

}  // namespace

std::span<const PayloadSign* const> signs_from(char first)
{
    return index_of_signs()[static_cast<unsigned char>(first)];
}

bool is_html_tag(std::string_view word)
{
    return is_one_of(html_tags, word);
}

bool is_shell_command(std::string_view word)
{
    return is_one_of(shell_commands, word);
}

bool is_sql_verb(std::string_view word)
{
    return is_one_of(sql_verbs, word);
}

bool is_sql_join(std::string_view word)
{
    return is_one_of(sql_joins, word);
}

}  // namespace hive
