#include "daemons/guard/sample_lines.h"

#include "lib/access_line.h"

namespace hive {
namespace {

constexpr std::size_t longest_line = 300;

}  // namespace

std::string sample_line(const TrafficEvent& event)
{
    if (event.method.empty() && event.target.empty())
        return fmt::format("no whole request, answered {}", event.status);
    auto line = fmt::format("{} {} {} \"{}\"", escape_log_bytes(event.method.substr(0, 20)),
        escape_log_bytes(event.target.substr(0, 200)), event.status,
        escape_log_bytes(event.agent.substr(0, 60)));
    line.resize(std::min(line.size(), longest_line));
    return line;
}

std::string sample_line(const Flow& flow)
{
    constexpr std::size_t forward_rate = 16;  // of flow_feature_names
    constexpr std::size_t backward_rate = 18;
    constexpr std::size_t mean_size = 20;
    return fmt::format("{} -> {}: {:.4g} packets/s there, {:.4g} back, {:.4g} bytes each",
        escape_log_bytes(flow.source), escape_log_bytes(flow.destination),
        flow.features[forward_rate], flow.features[backward_rate], flow.features[mean_size]);
}

bool is_telling(const RequestTraits& request)
{
    return request.status >= 400 || request.has_signs() || request.is_probe
        || request.method == RequestTraits::Method::odd
        || request.agent == RequestTraits::Agent::tool;
}

void SampleLines::add(const Address& client, std::string line)
{
    auto& kept = clients_.touch(client);
    if (kept.lines.size() < lines_each) {
        kept.lines.push_back(std::move(line));
        return;
    }
    kept.lines[kept.next] = std::move(line);
    kept.next = (kept.next + 1) % lines_each;
}

std::vector<std::string> SampleLines::of(const Address& client) const
{
    const auto* const kept = clients_.find(client);
    return kept == nullptr ? std::vector<std::string> {} : kept->lines;
}

}  // namespace hive
