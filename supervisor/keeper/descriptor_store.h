// supervisor/keeper/descriptor_store.h - descriptors held by name for a core that comes later.
#pragma once

#include <cstddef>

namespace hive {
// NOLINTBEGIN(modernize-avoid-c-arrays): the checks of std::array would link libstdc++

/// At most 1024 of them, names of at most 159 bytes, of 96 kB together: execve(2) takes no
/// variable longer than 128 kB. What does not fit is closed.
class DescriptorStore {
public:
    /// Takes `fd` over, in the place of one of the same name.
    void keep(const char* name, int fd);
    void drop(const char* name);
    [[nodiscard]] bool holds(const char* name) const;

    /// Whether a pidfd of a service is among them.
    [[nodiscard]] bool holds_services() const;
    /// Sends a signal to every service.
    void signal_services(int number) const;

    /// In a new process, before exec: `channel` becomes descriptor 3, called "keeper", the rest
    /// 4, 5, … by name, LISTEN_FDS and its like say so (sd_listen_fds(3)); all others close.
    void pass_on(int channel) const;

private:
    static constexpr std::size_t room = 1024;
    static constexpr std::size_t name_room = 160;
    static constexpr std::size_t names_room = std::size_t {96} * 1024;
    [[nodiscard]] std::size_t names_size() const;
    struct Entry {
        char name[name_room];
        int fd;
    };
    Entry entries_[room];
    std::size_t count_ = 0;
};

// NOLINTEND(modernize-avoid-c-arrays)
}  // namespace hive
