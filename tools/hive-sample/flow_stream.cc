#include "tools/hive-sample/flow_stream.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include <fmt/format.h>

#include "tools/hive-sample/flow_shapes.h"

namespace hive {
namespace {

constexpr double scene_seconds = 15;
/// Of the attacks, those that go on all the time.
constexpr double stray_share = .25;
/// How heavily a scene is attacked; their mean is 1.
constexpr std::array scene_levels {.1, .5, .9, 1.3, 2.2};

/// The share of attacks in a scene of that level: with many attacks there is little to swing.
double share_at(double level, double mean)
{
    const double highest = (1 - mean) / std::max(1e-9, mean * (scene_levels.back() - 1));
    return mean * (1 + (level - 1) * std::min(1.0, highest));
}

constexpr std::int64_t campaigns_a_scene = 2;
constexpr std::int64_t benign_clients = 3000;

/// What is drawn, from a noise of its own each.
enum Draw : std::uint64_t {
    features = 100,  // apart from the draws inside draw_features()
    attack,
    stray,
    kind,
    shape,
    server,
    source,
    scene_level,
    campaign_of_flow,
    campaign_kind,
    campaign_server,
    campaign_source,
};

/// The index that a number of [0, 1) falls on, when each has its weight.
template <class Range, class Weight>
std::size_t pick(const Range& range, double number, const Weight& weight)
{
    double total = 0;
    for (const auto& entry : range)
        total += weight(entry);
    double left = number * total;
    for (std::size_t i = 0; i < range.size(); ++i) {
        left -= weight(range[i]);
        if (left < 0)
            return i;
    }
    return range.size() - 1;
}

std::size_t pick_attack(double number)
{
    return pick(flow_classes, number, [](const FlowClass& one) { return one.weight; });
}

std::string benign_client(double number)
{
    const auto client = static_cast<std::int64_t>(number * benign_clients);
    if (client % 8 == 0)
        return fmt::format("2001:db8::{:x}", client + 1);
    return fmt::format("198.18.{}.{}", client / 250, client % 250 + 1);
}

}  // namespace

FlowTime FlowStream::time_of(std::int64_t index) const
{
    const auto microseconds = std::llround(static_cast<double>(index) * 1e6 / plan_.rate);
    return plan_.start + std::chrono::microseconds {microseconds};
}

int FlowStream::server_of(std::int64_t index) const
{
    std::vector<double> shares;
    shares.reserve(static_cast<std::size_t>(plan_.servers));
    for (int i = 0; i < plan_.servers; ++i)
        shares.push_back(1.0 / (1 + i));
    return static_cast<int>(
        pick(shares, noise_.stream(server).uniform(index), [](double share) { return share; }));
}

FlowStream::Kind FlowStream::kind_of(std::int64_t index) const
{
    const auto scene
        = static_cast<std::int64_t>(static_cast<double>(index) / plan_.rate / scene_seconds);
    const auto level = scene_levels[noise_.stream(scene_level).bits(scene) % scene_levels.size()];
    const bool is_stray = noise_.stream(stray).uniform(index) < stray_share;
    const double share = is_stray ? plan_.attack_share : share_at(level, plan_.attack_share);
    if (noise_.stream(attack).uniform(index) >= share)
        return {.class_index = 0, .server = server_of(index), .campaign = 0};
    if (is_stray)
        return {.class_index = pick_attack(noise_.stream(kind).uniform(index)),
            .server = server_of(index),
            .campaign = 1};
    const auto own = static_cast<std::int64_t>(noise_.stream(campaign_of_flow).bits(index) % 2);
    const auto campaign = scene * campaigns_a_scene + own + 2;
    return {.class_index = pick_attack(noise_.stream(campaign_kind).uniform(campaign)),
        .server = static_cast<int>(noise_.stream(campaign_server).bits(campaign)
            % static_cast<std::uint64_t>(plan_.servers)),
        .campaign = campaign};
}

std::string FlowStream::source_of(const Kind& kind, std::int64_t index) const
{
    const auto own = noise_.stream(source);
    if (kind.class_index == 0)
        return benign_client(std::pow(own.uniform(index), 2));
    const auto sources = static_cast<std::uint64_t>(flow_classes[kind.class_index].sources);
    const auto first = noise_.stream(campaign_source).bits(kind.campaign);
    const auto host = (first + own.bits(index) % sources) % 250 + 1;
    return fmt::format("{}.{}", first % 3 == 0 ? "198.51.100" : "203.0.113", host);
}

Flow FlowStream::at(std::int64_t index) const
{
    const auto kind = kind_of(index);
    const auto shapes = shapes_of(kind.class_index);
    const auto chosen = pick(shapes, noise_.stream(shape).uniform(index),
        [](const FlowShape& one) { return one.weight; });
    return {.features = draw_features(shapes[chosen], noise_.stream(features), index),
        .source = source_of(kind, index),
        .destination = fmt::format("192.0.2.{}", kind.server + 1),
        .label = std::string {flow_classes[kind.class_index].name},
        .time = time_of(index)};
}

}  // namespace hive
