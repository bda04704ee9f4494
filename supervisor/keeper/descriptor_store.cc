#include "supervisor/keeper/descriptor_store.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace hive {
// NOLINTBEGIN(modernize-avoid-c-arrays): the checks of std::array would link libstdc++
namespace {

constexpr int first_passed = 3;

bool is_process(const char* name)
{
    return std::strncmp(name, "pidfd.", 6) == 0;
}

void set_number(const char* variable, int number)
{
    char text[16];
    std::snprintf(text, sizeof text, "%d", number);
    ::setenv(variable, text, 1);
}

}  // namespace

void DescriptorStore::drop(const char* name)
{
    for (std::size_t i = 0; i < count_;)
        if (std::strcmp(entries_[i].name, name) == 0) {
            ::close(entries_[i].fd);
            entries_[i] = entries_[--count_];
        } else {
            ++i;
        }
}

std::size_t DescriptorStore::names_size() const
{
    std::size_t size = 0;
    for (std::size_t i = 0; i < count_; ++i)
        size += std::strlen(entries_[i].name) + 1;
    return size;
}

void DescriptorStore::keep(const char* name, int fd)
{
    drop(name);
    const bool fits = std::strlen(name) < name_room && std::strchr(name, ':') == nullptr;
    if (!fits || count_ == room || names_size() + std::strlen(name) > names_room) {
        ::close(fd);
        return;
    }
    std::memcpy(entries_[count_].name, name, std::strlen(name) + 1);
    entries_[count_++].fd = fd;
}

bool DescriptorStore::holds(const char* name) const
{
    for (std::size_t i = 0; i < count_; ++i)
        if (std::strcmp(entries_[i].name, name) == 0)
            return true;
    return false;
}

bool DescriptorStore::holds_services() const
{
    for (std::size_t i = 0; i < count_; ++i)
        if (is_process(entries_[i].name))
            return true;
    return false;
}

void DescriptorStore::signal_services(int number) const
{
    for (std::size_t i = 0; i < count_; ++i)
        if (is_process(entries_[i].name))
            ::syscall(SYS_pidfd_send_signal, entries_[i].fd, number, nullptr, 0);
}

void DescriptorStore::pass_on(int channel) const
{
    static char names[names_room + 2 * name_room];
    int copies[room + 1];
    const int count = static_cast<int>(count_) + 1;
    // Out of the way first: every place to fill lies below every copy.
    copies[0] = ::fcntl(channel, F_DUPFD, first_passed + count);
    char* end = ::stpcpy(names, "keeper");
    for (std::size_t i = 0; i < count_; ++i) {
        copies[i + 1] = ::fcntl(entries_[i].fd, F_DUPFD, first_passed + count);
        end = ::stpcpy(::stpcpy(end, ":"), entries_[i].name);
    }
    for (int i = 0; i < count; ++i)
        ::dup2(copies[static_cast<std::size_t>(i)], first_passed + i);
    ::close_range(static_cast<unsigned>(first_passed + count), ~0U, 0);
    set_number("LISTEN_FDS", count);
    set_number("LISTEN_PID", ::getpid());
    ::setenv("LISTEN_FDNAMES", names, 1);
}

// NOLINTEND(modernize-avoid-c-arrays)
}  // namespace hive
