#include "supervisor/core/process_stat.h"

#include <algorithm>
#include <array>

#include "lib/number.h"

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

    /// The next word as a number.
    template <class T>
    std::optional<T> number()
    {
        return number_of<T>(next());
    }

    void skip(int count)
    {
        for (int i = 0; i < count; ++i)
            next();
    }

private:
    std::string_view rest_;
};

}  // namespace

std::optional<ProcessStat> parse_process_stat(std::string_view text)
{
    const auto open = text.find('(');
    const auto close = text.rfind(')');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open
        || open < 2)
        return std::nullopt;
    const auto pid = number_of<pid_t>(text.substr(0, open - 1));
    Words fields {text.substr(close + 1)};  // from field 3 on
    const auto state = fields.next();
    const auto parent = fields.number<pid_t>();
    fields.skip(1);  // process group
    const auto session = fields.number<pid_t>();
    fields.skip(7);
    const auto user = fields.number<std::uint64_t>();
    const auto system = fields.number<std::uint64_t>();
    fields.skip(6);
    const auto start = fields.number<std::uint64_t>();
    fields.skip(1);
    const auto resident = fields.number<std::int64_t>();
    if (!pid || state.size() != 1 || !parent || !session || !user || !system || !start || !resident)
        return std::nullopt;
    return ProcessStat {.pid = *pid,
        .name = std::string {text.substr(open + 1, close - open - 1)},
        .state = state.front(),
        .parent = *parent,
        .session = *session,
        .cpu_ticks = *user + *system,
        .start_ticks = *start,
        .resident_pages = *resident};
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
        if (state != "0A" || colon == std::string_view::npos
            || number_of<std::uint16_t>(local.substr(colon + 1), 16) != port)
            continue;
        words.skip(5);
        if (const auto inode = words.number<std::uint64_t>())
            return *inode;
    }
    return 0;
}

}  // namespace hive
