// supervisor/portal/picture.h - the small pictures of a page as inline SVG: glyph, sparkline,
// ribbon.
#pragma once

#include <span>
#include <string_view>

#include "supervisor/portal/html.h"
#include "supervisor/portal/service_status.h"

namespace hive {

/// How a state looks, mildest first; names the style class.
enum class Severity { ok, off, busy, warn, bad };
[[nodiscard]] Severity severity_of(ServiceState state);
/// The class of hive.css: "ok".
[[nodiscard]] std::string_view severity_class(Severity severity);

/// A shape of the sprite hive.svg in the colour of a severity. Decoration: say it in words too.
[[nodiscard]] Html glyph(std::string_view shape, Severity severity);
/// Shape and word of a state.
[[nodiscard]] Html state_mark(ServiceState state);
/// The shape that goes with a state.
[[nodiscard]] std::string_view state_shape(ServiceState state);

/// A line over time, oldest value first, in a 100 x 26 box that scales to its place.
/// @param values NaN where there is none: the line has a gap there
/// @param top value of the upper edge at least; a larger value raises it
/// @param label what a screen reader says of it
[[nodiscard]] Html sparkline(std::span<const float> values, float top, std::string_view label);

/// A stretch of a ribbon; without a severity nothing is known of it.
struct RibbonPart {
    std::optional<Severity> severity;
    int cells = 0;
    bool operator==(const RibbonPart&) const = default;
};
/// States over time: healthy lies flat, trouble stands up.
[[nodiscard]] Html ribbon(std::span<const RibbonPart> parts, std::string_view label);

}  // namespace hive
