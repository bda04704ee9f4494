// supervisor/core/check_config.h - one [check NAME] of supervisor.ini.
#pragma once

#include <chrono>
#include <list>
#include <optional>
#include <string>
#include <vector>

#include "lib/config.h"
#include "supervisor/core/alert.h"
#include "supervisor/core/command_line.h"
#include "supervisor/core/cron.h"
#include "supervisor/core/probe.h"
#include "supervisor/core/rule.h"

namespace hive {

enum class CheckType {
    process,
    program,
    file,
    directory,
    fifo,
    filesystem,
    host,
    network,
    system,
};
[[nodiscard]] std::string_view name_of(CheckType type);

enum class CheckMode {
    active,  // does what its rules say
    passive,  // only tells
};

/// Whether it is monitored when the machine has started.
enum class OnReboot { start, nostart, laststate };

struct CheckConfig {
    std::string name;
    CheckType type = CheckType::process;
    std::string path;  // file, directory, fifo, filesystem
    std::string pid_file;  // process
    std::string pattern;  // process: extended regular expression of its command line
    std::string interface;  // network
    Command command;  // program, host: what is run
    ProbeSpec probe;  // host: of a network; text "": none
    Command start;
    Command stop;
    std::string user;  // of the three commands; "": as the supervisor
    std::chrono::milliseconds timeout {30'000};  // of these
    std::chrono::milliseconds interval {30'000};
    int every = 1;  // intervals
    CronSpec when;  // text "": at any time
    CronSpec not_when;  // text "": never
    std::vector<Rule> rules;
    Severity severity = Severity::warning;
    CheckMode mode = CheckMode::active;
    OnReboot on_reboot = OnReboot::start;
    std::vector<std::string> groups;
};

[[nodiscard]] std::vector<Option> check_options(CheckConfig& check);

/// Mistakes that show only when a check is looked at as a whole. Pure.
[[nodiscard]] std::vector<Mistake> check_checks(const std::list<CheckConfig>& checks);

/// What rules may name of such a thing, besides missing; one blank between.
[[nodiscard]] std::string_view metrics_of(CheckType type);

/// @return a message for the first rule about something that is not measured of such a thing
[[nodiscard]] std::optional<std::string> unknown_metric(
    CheckType type, const std::vector<Rule>& rules);

/// Its rules, and what every check of its type is for: a thing that is missing is told, and
/// started when there is a way to.
[[nodiscard]] std::vector<Rule> rules_of(const CheckConfig& check);

}  // namespace hive
