// supervisor/portal/event_list.h - events as a list, the last lines of a crash with them.
#pragma once

#include <string_view>
#include <vector>

#include "supervisor/portal/page.h"

namespace hive {

/// "Ended", the word in front of an event's text.
[[nodiscard]] std::string_view kind_title(EventKind kind);

/// Whether each event says whose it is.
enum class Naming { none, service };
/// @param events in the order they are shown; the lines of the first exit stand open
[[nodiscard]] Html event_list(
    const std::vector<ServiceEvent>& events, const PageSource& source, Naming naming);

}  // namespace hive
