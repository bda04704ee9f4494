// supervisor/core/graph.h - which service needs which. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace hive {

/// Names a service depends on, for each service.
using Graph = std::map<std::string, std::vector<std::string>>;

/// @return the services of one cycle in order, its first again at its end: a b a; empty when
///         there is none. Names that are no service of the graph are passed over.
[[nodiscard]] std::vector<std::string> find_cycle(const Graph& graph);

/// What depends directly on `name`.
[[nodiscard]] std::vector<std::string> dependants(const Graph& graph, const std::string& name);

/// `name` and all it depends on, directly or not, what is needed first standing first.
/// The graph must have no cycle.
[[nodiscard]] std::vector<std::string> start_order(const Graph& graph, const std::string& name);

}  // namespace hive
