// tools/hive-sample/flow_shapes.h - what a flow of each of Server Safe's classes looks like. Pure.
//
// A flow is made from what its two sides do (how many packets of which size, for how long, how
// evenly); the 21 features follow from that as CICFlowMeter counts them. A class has one shape or
// several. All figures are made up: they lie where such tools are known to lie, and overlap as
// much.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "lib/flow.h"
#include "tools/hive-sample/noise.h"

namespace hive {

/// Log-normal: middle * factor ^ (a normal number).
struct Spread {
    double middle;
    double factor;  // >= 1
};

struct FlowShape {
    enum class Sizes {
        alike,
        mixed
    };  // of the packets a side sends; mixed ones include empty ones
    std::size_t class_index;  // of flow_classes
    double weight;  // among the shapes of its class
    Spread forward_packets;
    Spread backward_packets;  // middle 0: the other side is silent
    Spread forward_bytes;  // mean of a packet
    Spread backward_bytes;
    Spread seconds;
    Spread unevenness;  // deviation of the gaps between packets over their mean
    Sizes sizes;
    double push_share;  // of the packets, PSH is set on
    int handshakes;  // SYN flags; 0: no TCP
    float forward_window;  // first window, bytes
    float backward_window;
};

struct FlowClass {
    std::string_view name;  // as Server Safe's Label
    double weight;  // among attacks; of the benign class it does not count
    int sources;  // addresses that attack at the same time
};

/// Server Safe's 13; the first is the benign one.
constexpr std::size_t flow_class_count = 13;
extern const std::array<FlowClass, flow_class_count> flow_classes;

/// The shapes of one class.
[[nodiscard]] std::span<const FlowShape> shapes_of(std::size_t class_index);

/// The features of flow `index` under that noise.
[[nodiscard]] std::array<float, flow_feature_count> draw_features(
    const FlowShape& shape, const Noise& noise, std::int64_t index);

}  // namespace hive
