#include "daemons/ban/line_splitter.h"

#include <algorithm>

namespace hive {
namespace {

std::string_view capped(std::string_view line)
{
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line.substr(0, LineSplitter::max_line);
}

}  // namespace

void LineSplitter::keep(std::string_view bytes)
{
    pending_ += bytes.size();
    start_.append(bytes.substr(0, max_line - std::min(start_.size(), max_line)));
}

void LineSplitter::feed(std::string_view bytes, const Line& line)
{
    for (;;) {
        const auto end = bytes.find('\n');
        if (end == std::string_view::npos)
            break;
        if (pending_ == 0) {
            line(capped(bytes.substr(0, end)));
        } else {
            keep(bytes.substr(0, end));
            const std::string whole = std::move(start_);
            reset();
            line(capped(whole));
        }
        bytes.remove_prefix(end + 1);
    }
    keep(bytes);
}

void LineSplitter::reset()
{
    start_.clear();
    pending_ = 0;
}

}  // namespace hive
