// daemons/ban/ignore_check.h - asks a program of the operator whether an address is spared.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "daemons/ban/command_runner.h"
#include "daemons/ban/ledger.h"
#include "lib/lru_map.h"

namespace hive {

/// A jail's ignore_command with its answers, which are kept for a while.
class IgnoreCheck {
public:
    static constexpr std::size_t max_answers = 1000;

    /// @param command as it is written; "" spares nobody @param keep how long an answer counts
    IgnoreCheck(CommandRunner& runner, std::string command, std::chrono::seconds keep)
        : runner_ {&runner}, command_ {std::move(command)}, keep_ {keep}, answers_ {max_answers}
    {
    }

    /// Answers at once when it knows; else when the program has ended. A program that fails,
    /// or cannot be run, spares nobody.
    void ask(const Address& address, WallTime now, std::move_only_function<void(bool)> answer);

private:
    struct Answer {
        bool is_spared = false;
        WallTime until;
    };
    CommandRunner* runner_;
    std::string command_;
    std::chrono::seconds keep_;
    LruMap<Address, Answer> answers_;
};

}  // namespace hive
