#include "lib/log.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cctype>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

namespace hive::log {
namespace {

enum class Sink { file, terminal, journal };

std::string program_name = "HIVE";
std::atomic<Level> lowest_level {Level::info};
Sink sink = Sink::file;

/// Whether stderr is the journal's stream, as $JOURNAL_STREAM says (systemd.exec(5)).
bool is_journal()
{
    const char* stream = std::getenv("JOURNAL_STREAM");
    struct stat status {};
    if (stream == nullptr || ::fstat(STDERR_FILENO, &status) != 0)
        return false;
    return fmt::format("{}:{}", status.st_dev, status.st_ino) == stream;
}

Sink sink_of_stderr()
{
    if (is_journal())
        return Sink::journal;
    const bool is_coloured = ::isatty(STDERR_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
    return is_coloured ? Sink::terminal : Sink::file;
}

std::string_view level_word(Level level)
{
    switch (level) {
    case Level::error: return "ERROR";
    case Level::warning: return "WARNING";
    case Level::notice: return "NOTICE";
    case Level::info: return "INFO";
    case Level::debug: return "DEBUG";
    }
    std::unreachable();
}

std::string_view colour(Level level)
{
    if (level == Level::error)
        return "\x1b[31m";
    return level == Level::warning ? "\x1b[33m" : "";
}

std::string stamped(Level level, std::string_view line)
{
    const auto now = std::chrono::system_clock::now();
    const auto seconds = std::chrono::system_clock::to_time_t(now);
    const auto milliseconds
        = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count()
        % 1000;
    std::tm local {};
    ::localtime_r(&seconds, &local);
    std::array<char, 32> date {};
    std::strftime(date.data(), date.size(), "%Y-%m-%d %H:%M:%S", &local);
    const auto paint = sink == Sink::terminal ? colour(level) : "";
    return fmt::format("{}{},{:03} [{}] [{}] {}{}\n", paint, date.data(), milliseconds,
        program_name, level_word(level), line, paint.empty() ? "" : "\x1b[0m");
}

bool needs_quotes(std::string_view value)
{
    const auto is_special = [](unsigned char c) {
        return c <= ' ' || c == '"' || c == '=' || c == '\\' || c >= 0x7f;
    };
    return value.empty() || std::ranges::any_of(value, is_special);
}

}  // namespace

void open(std::string_view program, Level lowest)
{
    program_name = program;
    std::ranges::transform(program_name, program_name.begin(),
        [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    lowest_level = lowest;
    sink = sink_of_stderr();
}

void set_level(Level lowest)
{
    lowest_level = lowest;
}

bool lets_through(Level level)
{
    return level <= lowest_level;
}

Result<Level> parse_level(std::string_view name)
{
    constexpr std::array names {
        std::pair {"emerg", Level::error},
        std::pair {"alert", Level::error},
        std::pair {"crit", Level::error},
        std::pair {"critical", Level::error},
        std::pair {"error", Level::error},
        std::pair {"warning", Level::warning},
        std::pair {"warn", Level::warning},
        std::pair {"notice", Level::notice},
        std::pair {"info", Level::info},
        std::pair {"debug", Level::debug},
    };
    for (const auto& [word, level] : names)
        if (name == word)
            return level;
    return fail("'{}' is no log level (error, warning, notice, info, debug)", name);
}

void write(Level level, std::string_view line)
{
    if (!lets_through(level))
        return;
    const auto text = sink == Sink::journal ? fmt::format("<{}>{}\n", static_cast<int>(level), line)
                                            : stamped(level, line);
    // One write(2) per line keeps lines of different threads and daemons whole.
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
}

std::string field(std::string_view key, std::string_view value)
{
    if (!needs_quotes(value))
        return fmt::format("{}={}", key, value);
    std::string quoted;
    for (const unsigned char c : value) {
        if (c == '"' || c == '\\')
            quoted += '\\';
        if (c < ' ' || c >= 0x7f)
            quoted += fmt::format("\\x{:02x}", c);
        else
            quoted += static_cast<char>(c);
    }
    return fmt::format("{}=\"{}\"", key, quoted);
}

}  // namespace hive::log
