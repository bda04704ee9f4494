// supervisor/keeper/ended_list.h - processes that have ended, until the core has seen it.
#pragma once

#include <cstddef>

#include <sys/types.h>

namespace hive {
// NOLINTBEGIN(modernize-avoid-c-arrays): the checks of std::array would link libstdc++

/// At most 1024 of them; what comes on top is told once and not again.
class EndedList {
public:
    /// @param status of waitpid(2)
    void add(pid_t pid, int status, int channel);
    void forget(pid_t pid);
    void tell_all(int channel) const;
    [[nodiscard]] bool is_empty() const { return count_ == 0; }

private:
    struct Entry {
        pid_t pid;
        int status;
    };
    static void tell(const Entry& entry, int channel);

    static constexpr std::size_t room = 1024;
    Entry entries_[room];
    std::size_t count_ = 0;
};

// NOLINTEND(modernize-avoid-c-arrays)
}  // namespace hive
