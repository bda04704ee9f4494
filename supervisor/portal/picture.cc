#include "supervisor/portal/picture.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>

namespace hive {
namespace {

constexpr int spark_width = 1000;
constexpr int spark_height = 260;
constexpr int spark_margin = 10;  // above and below the line
constexpr float headroom = 1.1F;  // so that a steady line does not lie on the edge
constexpr int ribbon_height = 18;

int bar_height(Severity severity)
{
    switch (severity) {
    case Severity::ok:
    case Severity::off: return 5;
    case Severity::busy: return 9;
    case Severity::warn: return 12;
    case Severity::bad: return ribbon_height;
    }
    std::unreachable();
}

int spark_x(std::size_t index, std::size_t count)
{
    return count < 2 ? 0 : static_cast<int>(spark_width * index / (count - 1));
}

int spark_y(float value, float top)
{
    constexpr float height = spark_height - 2 * spark_margin;
    return spark_height - spark_margin - static_cast<int>(std::lround(value / top * height));
}

/// One unbroken run of values as a line, and the area below it.
struct Stroke {
    std::string line;
    std::string area;
};
Stroke stroke(std::span<const float> values, std::size_t first, std::size_t end, float top)
{
    std::string points;
    for (std::size_t i = first; i < end; ++i) {
        const int y = spark_y(values[i], top);
        const bool is_within = i > first && i + 1 < end;
        // Between two of its height a point shows nothing.
        if (is_within && spark_y(values[i - 1], top) == y && spark_y(values[i + 1], top) == y)
            continue;
        fmt::format_to(std::back_inserter(points), "{}{} {}", i == first ? 'M' : 'L',
            spark_x(i, values.size()), y);
    }
    return {.line = points,
        .area = fmt::format("{}L{} {}L{} {}Z", points, spark_x(end - 1, values.size()),
            spark_height, spark_x(first, values.size()), spark_height)};
}

Stroke strokes(std::span<const float> values, float top)
{
    Stroke all;
    const auto is_gap = [](float value) { return std::isnan(value); };
    auto first = std::ranges::find_if_not(values, is_gap);
    while (first != values.end()) {
        const auto end = std::find_if(first, values.end(), is_gap);
        const Stroke run = stroke(values, static_cast<std::size_t>(first - values.begin()),
            static_cast<std::size_t>(end - values.begin()), top);
        all.line += run.line;
        all.area += run.area;
        first = std::find_if_not(end, values.end(), is_gap);
    }
    return all;
}

}  // namespace

Severity severity_of(ServiceState state)
{
    switch (state) {
    case ServiceState::stopped:
    case ServiceState::unmonitored: return Severity::off;
    case ServiceState::starting:
    case ServiceState::stopping: return Severity::busy;
    case ServiceState::ready: return Severity::ok;
    case ServiceState::degraded: return Severity::warn;
    case ServiceState::backoff:
    case ServiceState::misconfigured: return Severity::bad;
    }
    std::unreachable();
}

std::string_view severity_class(Severity severity)
{
    switch (severity) {
    case Severity::ok: return "ok";
    case Severity::off: return "off";
    case Severity::busy: return "busy";
    case Severity::warn: return "warn";
    case Severity::bad: return "bad";
    }
    std::unreachable();
}

std::string_view state_shape(ServiceState state)
{
    if (state == ServiceState::backoff)
        return "again";
    return state == ServiceState::unmonitored ? "unmon" : severity_class(severity_of(state));
}

Html glyph(std::string_view shape, Severity severity)
{
    return html(R"(<svg class="glyph {}" aria-hidden="true"><use href="hive.svg#{}"/></svg>)",
        severity_class(severity), shape);
}

Html state_mark(ServiceState state)
{
    const Severity severity = severity_of(state);
    return html(R"(<span class="st {}">{}{}</span>)", severity_class(severity),
        glyph(state_shape(state), severity), state_word(state));
}

Html sparkline(std::span<const float> values, float top, std::string_view label)
{
    for (const float value : values)
        top = std::max(top, value * headroom);  // a gap is not larger than anything
    const Stroke all = strokes(values, top > 0 ? top : 1);
    return html(R"(<svg class="spark" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img")"
                R"( aria-label="{}"><path class="area" d="{}"/><path d="{}"/></svg>)",
        spark_width, spark_height, label, all.area, all.line);
}

Html ribbon(std::span<const RibbonPart> parts, std::string_view label)
{
    Html bars;
    int cells = 0;
    for (const RibbonPart& part : parts) {
        if (part.severity) {
            const int height = bar_height(*part.severity);
            bars += html(R"(<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>)",
                severity_class(*part.severity), cells, ribbon_height - height, part.cells, height);
        }
        cells += part.cells;
    }
    return html(R"(<svg class="ribbon" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img")"
                R"( aria-label="{}">{}</svg>)",
        std::max(cells, 1), ribbon_height, label, bars);
}

}  // namespace hive
