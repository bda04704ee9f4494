#include "supervisor/core/process_stat.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace hive {
namespace {

/// Blank-separated words one after the other.
class Words {
public:
    explicit Words(std::string_view text) : rest_ {text} { }

    std::string_view next()
    {
        const auto start = std::min(rest_.find_first_not_of(" \t\n"), rest_.size());
        rest_.remove_prefix(start);
        const auto word = rest_.substr(0, std::min(rest_.find_first_of(" \t\n"), rest_.size()));
        rest_.remove_prefix(word.size());
        return word;
    }

    void skip(int count)
    {
        for (int i = 0; i < count; ++i)
            next();
    }

private:
    std::string_view rest_;
};

template <class Number>
bool read(std::string_view word, Number& value, int base = 10)
{
    const auto [end, code] = std::from_chars(word.begin(), word.end(), value, base);
    return code == std::errc {} && end == word.end();
}

}  // namespace

std::optional<ProcessStat> parse_process_stat(std::string_view text)
{
    const auto open = text.find('(');
    const auto close = text.rfind(')');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open
        || open < 2)
        return std::nullopt;
    ProcessStat stat {.name = std::string {text.substr(open + 1, close - open - 1)}};
    if (!read(text.substr(0, open - 1), stat.pid))
        return std::nullopt;

    Words fields {text.substr(close + 1)};  // from field 3 on
    const auto state = fields.next();
    bool is_whole = state.size() == 1 && read(fields.next(), stat.parent);
    fields.skip(1);  // process group
    is_whole = is_whole && read(fields.next(), stat.session);
    fields.skip(7);
    std::uint64_t user = 0;
    std::uint64_t system = 0;
    is_whole = is_whole && read(fields.next(), user) && read(fields.next(), system);
    fields.skip(6);
    is_whole = is_whole && read(fields.next(), stat.start_ticks);
    fields.skip(1);
    if (!is_whole || !read(fields.next(), stat.resident_pages))
        return std::nullopt;
    stat.state = state.front();
    stat.cpu_ticks = user + system;
    return stat;
}

std::vector<pid_t> process_tree(const std::vector<ProcessStat>& processes, pid_t root)
{
    std::vector<pid_t> tree {root};
    const auto is_in = [&tree](pid_t pid) { return std::ranges::find(tree, pid) != tree.end(); };
    for (bool has_grown = true; has_grown;) {
        has_grown = false;
        for (const auto& process : processes)
            if (!is_in(process.pid) && (process.session == root || is_in(process.parent))) {
                tree.push_back(process.pid);
                has_grown = true;
            }
    }
    return tree;
}

std::uint64_t listening_inode(std::string_view table, std::uint16_t port)
{
    while (!table.empty()) {
        const auto line = table.substr(0, table.find('\n'));
        table.remove_prefix(std::min(line.size() + 1, table.size()));
        Words words {line};
        words.skip(1);
        const auto local = words.next();  // ADDRESS:PORT in hexadecimal
        words.skip(1);
        const auto state = words.next();
        const auto colon = local.rfind(':');
        std::uint16_t found = 0;
        if (state != "0A" || colon == std::string_view::npos
            || !read(local.substr(colon + 1), found, 16) || found != port)
            continue;
        words.skip(5);
        std::uint64_t inode = 0;
        if (read(words.next(), inode))
            return inode;
    }
    return 0;
}

}  // namespace hive
