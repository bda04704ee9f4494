// tools/hive-notify/program_run.h - gives a message to a program.
#pragma once

#include <chrono>
#include <string>

#include "lib/result.h"
#include "tools/hive-notify/job.h"

namespace hive {

/// Runs it with the message on its standard input and waits for it.
/// @return "exit 0"; another status, a signal or no end in time (it is killed) is an error
Result<std::string> run_program(const ExecJob& job, std::chrono::seconds timeout);

}  // namespace hive
