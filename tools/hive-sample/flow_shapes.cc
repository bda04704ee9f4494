#include "tools/hive-sample/flow_shapes.h"

#include <algorithm>
#include <cmath>

namespace hive {
namespace {

using enum FlowShape::Sizes;

// class weight | packets there, back | bytes there, back | seconds, unevenness | sizes push syn
// windows
// clang-format off
constexpr auto shapes = std::to_array<FlowShape>({
    // Benign: name lookups, pages, kept connections, mere ends of connections, shell sessions, a
    // slow phone, a script that signs in by SSH, one that fetches by FTP, calls of an interface.
    {0, .41, {2, 1.3}, {2, 1.3}, {44, 1.3}, {110, 1.6}, {.03, 4}, {.8, 1.3}, alike, 0, 0, 0, 0},
    {0, .28, {9, 1.8}, {11, 2.2}, {60, 1.8}, {650, 1.9}, {1.2, 5}, {2, 1.5}, mixed, .25, 2, 29200, 235},
    {0, .13, {25, 2}, {25, 2}, {95, 1.9}, {320, 2.2}, {62, 1.6}, {2.5, 1.4}, mixed, .3, 2, 65535, 510},
    {0, .10, {1.4, 1.4}, {1, 1.3}, {3, 3}, {3, 3}, {.004, 8}, {.5, 2}, mixed, 0, 1, 8192, 229},
    {0, .03, {40, 2}, {42, 2}, {74, 1.3}, {105, 1.4}, {25, 2.2}, {2.6, 1.3}, mixed, .7, 2, 29200, 247},
    {0, .01, {12, 1.6}, {6, 1.6}, {30, 1.8}, {80, 3}, {45, 1.7}, {1.4, 1.4}, mixed, .5, 2, 29200, 235},
    {0, .01, {24, 1.4}, {34, 1.4}, {84, 1.2}, {96, 1.3}, {9, 2}, {2.6, 1.3}, mixed, .58, 2, 29200, 247},
    {0, .01, {13, 1.4}, {17, 1.4}, {12, 1.3}, {20, 1.8}, {6, 2.2}, {2.6, 1.4}, mixed, .55, 2, 29200, 227},
    {0, .02, {4, 1.4}, {5, 1.4}, {110, 1.6}, {260, 1.6}, {.03, 3}, {1.5, 1.4}, mixed, .3, 2, 29200, 235},
    // DDOS attack-HOIC
    {1, 1, {3.2, 1.3}, {4, 1.3}, {95, 1.25}, {230, 1.3}, {.014, 2}, {1.4, 1.3}, mixed, .3, 2, 29200, 235},
    // DDoS attacks-LOIC-HTTP
    {2, 1, {8, 1.25}, {5.5, 1.4}, {2.5, 1.2}, {1900, 1.35}, {6.6, 1.9}, {3, 1.2}, mixed, .12, 2, 8192, 229},
    // DoS attacks-Hulk
    {3, 1, {8, 1.4}, {8, 1.35}, {47, 1.5}, {1350, 1.4}, {.16, 5}, {2.6, 1.3}, mixed, .14, 2, 29200, 235},
    // Bot
    {4, 1, {5, 1.35}, {4, 1.3}, {41, 1.7}, {46, 1.6}, {.08, 1.6}, {2.7, 1.25}, mixed, .2, 2, 8192, 237},
    // FTP-BruteForce
    {5, 1, {11, 1.12}, {16, 1.12}, {11, 1.1}, {11.5, 1.08}, {9, 1.15}, {2.8, 1.1}, mixed, .55, 2, 29200, 227},
    // SSH-Bruteforce
    {6, 1, {22, 1.12}, {32, 1.12}, {91, 1.1}, {86, 1.08}, {12.2, 1.15}, {2.75, 1.1}, mixed, .58, 2, 29200, 247},
    // Infilteration: something large carried off; a look at one port after the other.
    {7, .4, {150, 3}, {120, 3}, {340, 1.7}, {30, 2}, {80, 1.5}, {3.5, 1.5}, mixed, .3, 2, 8192, 255},
    {7, .6, {1.2, 1.3}, {1, 1.2}, {1.5, 2}, {1.5, 2}, {.0006, 4}, {.3, 2}, mixed, 0, 1, 1024, 0},
    // DoS attacks-SlowHTTPTest
    {8, 1, {11, 1.5}, {2.5, 1.5}, {21, 1.4}, {4, 2}, {55, 1.5}, {1.2, 1.3}, mixed, .6, 2, 29200, 235},
    // DoS attacks-GoldenEye
    {9, 1, {8, 1.4}, {6, 1.4}, {52, 1.5}, {1600, 1.5}, {17, 2}, {2.4, 1.3}, mixed, .14, 2, 29200, 235},
    // DoS attacks-Slowloris: a head that never ends; the connections that come too late.
    {10, .7, {17, 1.4}, {3, 1.4}, {120, 1.5}, {1, 2}, {103, 1.08}, {2, 1.2}, mixed, .6, 3, 29200, 235},
    {10, .3, {1.4, 1.3}, {1, 1.2}, {8, 1.2}, {1, 1.5}, {.0001, 3}, {.4, 2}, mixed, .8, 0, 229, 0},
    // Brute Force -Web
    {11, 1, {200, 1.2}, {104, 1.2}, {215, 1.08}, {640, 1.12}, {34, 1.12}, {2.7, 1.1}, mixed, .5, 2, 29200, 1174},
    // DDOS attack-LOIC-UDP
    {12, 1, {9000, 2}, {0, 1}, {32, 1.1}, {0, 1}, {58, 1.6}, {1.1, 1.4}, alike, 0, 0, 0, 0},
});
// clang-format on

/// Which number of a flow is drawn.
enum Draw : std::uint64_t {
    forward_packets,
    backward_packets,
    forward_bytes,
    backward_bytes,
    seconds,
    unevenness,
    shortest_gap,
    spread_of_sizes,
    idleness,
    own_window,
};

double draw(Spread spread, const Noise& noise, Draw which, std::int64_t index)
{
    return spread.middle * std::pow(spread.factor, noise.stream(which).normal(index));
}

/// What both sides do in one flow.
struct Exchange {
    double there, back;  // packets
    double bytes_there, bytes_back;  // of all of them
    double microseconds;
    double gap, deviation;  // microseconds between two packets
};

double gap_among(double packets, double microseconds)
{
    return packets > 1 ? microseconds / (packets - 1) : 0;
}

Exchange draw_exchange(const FlowShape& shape, const Noise& noise, std::int64_t index)
{
    Exchange flow {};
    flow.there
        = std::max(1.0, std::round(draw(shape.forward_packets, noise, forward_packets, index)));
    flow.back = std::round(draw(shape.backward_packets, noise, backward_packets, index));
    flow.bytes_there
        = std::round(flow.there * draw(shape.forward_bytes, noise, forward_bytes, index));
    flow.bytes_back
        = std::round(flow.back * draw(shape.backward_bytes, noise, backward_bytes, index));
    flow.microseconds = std::max(1.0, std::round(1e6 * draw(shape.seconds, noise, seconds, index)));
    flow.gap = gap_among(flow.there + flow.back, flow.microseconds);
    flow.deviation = flow.there + flow.back > 2
        ? flow.gap * draw(shape.unevenness, noise, unevenness, index)
        : 0;
    return flow;
}

/// Microseconds a flow was busy between pauses of 5 s or more, as far as it has any.
double active_time(const Exchange& flow, const Noise& noise, std::int64_t index)
{
    constexpr double pause = 5e6;
    if (flow.gap + 2 * flow.deviation < pause)
        return 0;
    return flow.microseconds / 20 * noise.stream(idleness).uniform(index);
}

/// One client in eight has set another window than the usual one.
float window(const FlowShape& shape, const Noise& noise, std::int64_t index)
{
    const bool is_usual
        = shape.forward_window == 0 || noise.stream(own_window).uniform(index) < .875;
    return is_usual ? shape.forward_window : 65535;
}

}  // namespace

const std::array<FlowClass, flow_class_count> flow_classes {{
    {"Benign", 0, 0},
    {"DDOS attack-HOIC", 20, 40},
    {"DDoS attacks-LOIC-HTTP", 17, 40},
    {"DoS attacks-Hulk", 16, 2},
    {"Bot", 9, 6},
    {"FTP-BruteForce", 7, 1},
    {"SSH-Bruteforce", 7, 2},
    {"Infilteration", 5, 1},
    {"DoS attacks-SlowHTTPTest", 6, 1},
    {"DoS attacks-GoldenEye", 5, 1},
    {"DoS attacks-Slowloris", 4, 1},
    {"Brute Force -Web", 2, 1},
    {"DDOS attack-LOIC-UDP", 2, 20},
}};

std::span<const FlowShape> shapes_of(std::size_t class_index)
{
    const auto found = std::ranges::equal_range(shapes, class_index, {}, &FlowShape::class_index);
    return {found.begin(), found.end()};
}

std::array<float, flow_feature_count> draw_features(
    const FlowShape& shape, const Noise& noise, std::int64_t index)
{
    const auto flow = draw_exchange(shape, noise, index);
    const double packets = flow.there + flow.back;
    const double size_back = flow.back > 0 ? flow.bytes_back / flow.back : 0;
    const double spread = .3 + 1.2 * noise.stream(spread_of_sizes).uniform(index);
    const double gap_there = gap_among(flow.there, flow.microseconds);
    const double active = active_time(flow, noise, index);
    const double pushes_there = std::round(flow.there * shape.push_share);
    const double per_second = 1e6 / flow.microseconds;
    const bool is_mixed = shape.sizes == FlowShape::Sizes::mixed;
    const std::array<double, flow_feature_count> features {
        is_mixed ? 0 : size_back,  // Bwd Pkt Len Min
        std::floor(flow.bytes_there / packets),  // Subflow Fwd Byts
        flow.bytes_there,  // TotLen Fwd Pkts
        flow.bytes_there / flow.there,  // Fwd Pkt Len Mean
        is_mixed && flow.back > 1 ? size_back * spread : 0,  // Bwd Pkt Len Std
        flow.gap,  // Flow IAT Mean
        std::floor(
            gap_there * std::pow(noise.stream(shortest_gap).uniform(index), 6)),  // Fwd IAT Min
        flow.microseconds,  // Flow Duration
        flow.deviation,  // Flow IAT Std
        std::floor(active / 3),  // Active Min
        active,  // Active Mean
        gap_among(flow.back, flow.microseconds),  // Bwd IAT Mean
        gap_there,  // Fwd IAT Mean
        window(shape, noise, index),  // Init Fwd Win Byts
        pushes_there,  // Fwd PSH Flags
        static_cast<double>(shape.handshakes),  // SYN Flag Cnt
        flow.there * per_second,  // Fwd Pkts/s
        flow.back > 0 ? shape.backward_window : 0,  // Init Bwd Win Byts
        flow.back * per_second,  // Bwd Pkts/s
        pushes_there + std::round(flow.back * shape.push_share),  // PSH Flag Cnt
        (flow.bytes_there + flow.bytes_back) / packets,  // Pkt Size Avg
    };
    std::array<float, flow_feature_count> rounded {};
    std::ranges::transform(
        features, rounded.begin(), [](double value) { return static_cast<float>(value); });
    return rounded;
}

}  // namespace hive
