#include "tools/hive-sample/progress.h"

#include <algorithm>

#include <unistd.h>

#include <fmt/format.h>

namespace hive {
namespace {

constexpr std::chrono::milliseconds period {100};
constexpr const char* clear_line = "\r\x1b[K";

}  // namespace

ProgressLine::ProgressLine(std::int64_t total)
    : total_ {total}, is_terminal_ {::isatty(STDERR_FILENO) != 0}
{
}

ProgressLine::~ProgressLine()
{
    if (is_terminal_)
        fmt::print(stderr, "{}", clear_line);
}

void ProgressLine::show(std::int64_t rows)
{
    const auto now = Clock::now();
    if (!is_terminal_ || now - shown_ < period)
        return;
    shown_ = now;
    const std::chrono::duration<double> took = now - began_;
    fmt::print(stderr, "{}{} of {} rows ({} %), {:.0f} rows/s", clear_line, rows, total_,
        100 * rows / std::max<std::int64_t>(total_, 1),
        static_cast<double>(rows) / std::max(took.count(), 1e-3));
}

}  // namespace hive
