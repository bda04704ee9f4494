#include "daemons/guard/safe_list.h"

#include <algorithm>

#include "daemons/guard/config.h"
#include "lib/client_table.h"
#include "lib/json.h"

namespace hive {
namespace {

constexpr std::size_t longest_value = 400;

std::string lowered(std::string_view text)
{
    std::string lower {text};
    std::ranges::transform(lower, lower.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return lower;
}

bool overlaps(const Network& network, const Address& client)
{
    return network.contains(client) || client_network(client).contains(network.address());
}

}  // namespace

SafeList::SafeList(const GuardConfig& config)
{
    for (const auto& network : config.safe_networks)
        entries_.push_back({.kind = "network", .value = network.text()});
    for (const auto& agent : config.safe_agents)
        entries_.push_back({.kind = "agent", .value = agent.text()});
    for (const auto& path : config.safe_paths)
        entries_.push_back({.kind = "path", .value = path});
    for (const auto& user : config.safe_users)
        entries_.push_back({.kind = "user", .value = user});
    rebuild();
}

Result<> SafeList::take(const SafeEntry& entry)
{
    if (entry.value.empty() || entry.value.size() > longest_value)
        return fail("a value of 1 to {} bytes is needed", longest_value);
    if (entry.kind == "network")
        networks_.push_back(TRY(Network::parse(entry.value)));
    else if (entry.kind == "agent")
        agents_.push_back(TRY(parse_safe_agent(entry.value)));
    else if (entry.kind == "path" && entry.value.starts_with('/'))
        paths_.push_back(entry.value);
    else if (entry.kind == "path")
        return fail("'{}' is not a path: it begins with no '/'", entry.value);
    else if (entry.kind == "user")
        users_.push_back(entry.value);
    else
        return fail("'{}' is none of network, agent, path, user", entry.kind);
    return {};
}

/// An entry that is none was refused when it came.
void SafeList::rebuild()
{
    networks_.clear();
    agents_.clear();
    paths_.clear();
    users_.clear();
    std::erase_if(entries_, [this](const SafeEntry& entry) { return !take(entry); });
}

Result<bool> SafeList::add(SafeEntry entry)
{
    const auto known = std::ranges::any_of(entries_, [&entry](const SafeEntry& one) {
        return one.kind == entry.kind && one.value == entry.value;
    });
    if (known)
        return false;
    if (entries_.size() == max_entries)
        return fail("the safe list is full: {} entries", max_entries);
    TRY(take(entry));
    entries_.push_back(std::move(entry));
    return true;
}

bool SafeList::remove(std::string_view kind, std::string_view value)
{
    const auto removed = std::erase_if(entries_, [&](const SafeEntry& entry) {
        return !entry.is_from_file() && entry.kind == kind && entry.value == value;
    });
    rebuild();
    return removed > 0;
}

Json SafeList::json() const
{
    auto all = Json::array();
    for (const auto& entry : entries_)
        all.push_back({{"kind", entry.kind}, {"value", entry.value}, {"note", entry.note},
            {"added", entry.added}, {"by", entry.user},
            {"from", entry.is_from_file() ? "file" : "operator"}});
    return all;
}

std::optional<std::string> SafeList::reason(const Address& address) const
{
    const auto found = std::ranges::find_if(
        networks_, [&address](const Network& network) { return overlaps(network, address); });
    if (found == networks_.end())
        return std::nullopt;
    return fmt::format("{} is on the safe list", found->text());
}

bool SafeList::has_path(std::string_view target) const
{
    return std::ranges::any_of(
        paths_, [target](const auto& path) { return target.starts_with(path); });
}

bool SafeList::has_user(std::string_view user) const
{
    return !user.empty() && std::ranges::find(users_, user) != users_.end();
}

const SafeAgent* SafeList::claimed(std::string_view user_agent) const
{
    if (agents_.empty() || user_agent.empty())
        return nullptr;
    const auto lower = lowered(user_agent);
    const auto found = std::ranges::find_if(
        agents_, [&lower](const SafeAgent& agent) { return lower.contains(agent.word); });
    return found == agents_.end() ? nullptr : &*found;
}

}  // namespace hive
