// supervisor/keeper/keeper.h - parent of every service, keeper of every descriptor.
//
// The main process does four things and parses nothing: it starts the core
// (hive-supervisor-core), reaps whatever ends below it, holds the descriptors the core
// hands over, and starts the core again when that crashes. Services are children of this
// process, not of the core, so a crash of the core ends no service and loses no exit status.
//
// A core that exits with 75 asks for a successor (it has read a new configuration); one that
// exits with another status and leaves no service behind ends the keeper, too.
//
// Core -> keeper, one packet each:  keep NAME (with a descriptor), drop NAME, seen PID
// Keeper -> core:                   ended PID STATUS, repeated until it was seen
// What listens on the net is left with systemd, too: a restart of everything refuses nobody.
// A new core gets everything back as LISTEN_FDS by name; "keeper" is the channel itself.
#pragma once

#include <sys/types.h>

#include "supervisor/keeper/descriptor_store.h"
#include "supervisor/keeper/ended_list.h"

namespace hive {

class Keeper {
public:
    /// @param core_path program of the core @param argv its arguments
    Keeper(const char* core_path, char** argv);

    /// Until the core ends for good or SIGTERM or SIGINT ends all; nothing is left running then.
    /// @return exit status
    int run();

private:
    void start_core();
    void receive();
    void obey(const char* text, int fd);
    void drop(const char* name);
    void close_channel();
    bool reap(int& core_status);
    void forward_signals();
    void wait_for_something();
    [[nodiscard]] int next_wait() const;
    [[nodiscard]] bool is_final(int status) const;
    void start_again(int status);
    [[nodiscard]] bool wait_for_children(long time) const;
    void end_everything() const;

    const char* core_path_;
    char** argv_;
    int signals_ = -1;
    int channel_ = -1;
    pid_t core_ = 0;
    DescriptorStore store_;
    EndedList ended_;
    long started_ = 0;  // the core; milliseconds, as the next
    long next_start_ = 0;
    int quick_crashes_ = 0;  // in a row, each soon after a start
    bool is_stopping_ = false;
};

}  // namespace hive
