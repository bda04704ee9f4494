#include "supervisor/core/graph.h"

#include <algorithm>
#include <set>

namespace hive {
namespace {

/// Depth first; `path` is the way from the root to the service looked at.
struct CycleSearch {
    const Graph& graph;
    std::vector<std::string> path;
    std::set<std::string> finished;

    std::vector<std::string> visit(const std::string& name)
    {
        if (const auto seen = std::ranges::find(path, name); seen != path.end()) {
            std::vector<std::string> cycle {seen, path.end()};
            cycle.push_back(name);
            return cycle;
        }
        const auto found = graph.find(name);
        if (found == graph.end() || finished.contains(name))
            return {};
        path.push_back(name);
        for (const auto& needed : found->second)
            if (auto cycle = visit(needed); !cycle.empty())
                return cycle;
        path.pop_back();
        finished.insert(name);
        return {};
    }
};

void append_in_order(const Graph& graph, const std::string& name, std::vector<std::string>& order)
{
    if (std::ranges::find(order, name) != order.end())
        return;
    const auto found = graph.find(name);
    if (found != graph.end())
        for (const auto& needed : found->second)
            append_in_order(graph, needed, order);
    order.push_back(name);
}

}  // namespace

std::vector<std::string> find_cycle(const Graph& graph)
{
    CycleSearch search {.graph = graph};
    for (const auto& [name, needed] : graph)
        if (auto cycle = search.visit(name); !cycle.empty())
            return cycle;
    return {};
}

std::vector<std::string> dependants(const Graph& graph, const std::string& name)
{
    std::vector<std::string> names;
    for (const auto& [dependant, needed] : graph)
        if (std::ranges::find(needed, name) != needed.end())
            names.push_back(dependant);
    return names;
}

std::vector<std::string> start_order(const Graph& graph, const std::string& name)
{
    std::vector<std::string> order;
    append_in_order(graph, name, order);
    return order;
}

}  // namespace hive
