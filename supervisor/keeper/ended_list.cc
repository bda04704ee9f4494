#include "supervisor/keeper/ended_list.h"

#include <cstdio>

#include <sys/socket.h>

namespace hive {
// NOLINTBEGIN(modernize-avoid-c-arrays): the checks of std::array would link libstdc++

void EndedList::tell(const Entry& entry, int channel)
{
    if (channel < 0)
        return;  // no core is there, and the next one is told of all
    char text[64];
    const int length = std::snprintf(text, sizeof text, "ended %d %d", entry.pid, entry.status);
    // A full channel loses nothing: what is not seen is told again.
    [[maybe_unused]] const auto sent
        = ::send(channel, text, static_cast<std::size_t>(length), MSG_DONTWAIT | MSG_NOSIGNAL);
}

void EndedList::add(pid_t pid, int status, int channel)
{
    const Entry entry {pid, status};
    if (count_ < room)
        entries_[count_++] = entry;
    tell(entry, channel);
}

void EndedList::forget(pid_t pid)
{
    for (std::size_t i = 0; i < count_;)
        if (entries_[i].pid == pid)
            entries_[i] = entries_[--count_];
        else
            ++i;
}

void EndedList::tell_all(int channel) const
{
    for (std::size_t i = 0; i < count_; ++i)
        tell(entries_[i], channel);
}

// NOLINTEND(modernize-avoid-c-arrays)
}  // namespace hive
