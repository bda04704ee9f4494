// lib/log.h - one line per event on stderr, in the form its reader expects.
//
// A log file, a pipe:  2026-05-29 15:45:01,123 [HIVE-PROXY] [INFO] event key=value
// The journal:         <6>event key=value          (sd-daemon(3); it knows time and program)
// A terminal:          as in a file, warnings and errors coloured
//
// The first word names the event (a past participle), then key=value pairs. A
// value that came from outside always goes through field(): a log is an input of
// hive-ban.
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "lib/result.h"

namespace hive::log {

enum class Level { error = 3, warning = 4, notice = 5, info = 6, debug = 7 };

/// Call once from main(), before anything logs.
/// @param program shown in capitals between brackets
void open(std::string_view program, Level lowest);
/// Changes only what is let through; safe from any thread.
void set_level(Level lowest);
[[nodiscard]] bool lets_through(Level level);

/// The names of syslog and of HiveKeepers: emerg alert crit error warning notice info debug,
/// with critical and warn as other spellings.
[[nodiscard]] Result<Level> parse_level(std::string_view name);

/// One write(2) per line; a line never holds a raw line break.
void write(Level level, std::string_view line);

/// key=value; the value is quoted when it holds spaces, quotes, '=' or control bytes.
[[nodiscard]] std::string field(std::string_view key, std::string_view value);

template <class... Args>
void debug(fmt::format_string<Args...> text, Args&&... args)
{
    if (lets_through(Level::debug))
        write(Level::debug, fmt::format(text, std::forward<Args>(args)...));
}
template <class... Args>
void info(fmt::format_string<Args...> text, Args&&... args)
{
    write(Level::info, fmt::format(text, std::forward<Args>(args)...));
}
template <class... Args>
void notice(fmt::format_string<Args...> text, Args&&... args)
{
    write(Level::notice, fmt::format(text, std::forward<Args>(args)...));
}
template <class... Args>
void warning(fmt::format_string<Args...> text, Args&&... args)
{
    write(Level::warning, fmt::format(text, std::forward<Args>(args)...));
}
template <class... Args>
void error(fmt::format_string<Args...> text, Args&&... args)
{
    write(Level::error, fmt::format(text, std::forward<Args>(args)...));
}

}  // namespace hive::log
