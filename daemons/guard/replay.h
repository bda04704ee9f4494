// daemons/guard/replay.h - `hive-guard replay FILE`: what would have been decided.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lib/result.h"

namespace hive {

struct ReplayArguments {
    enum class Mode { replay, help } mode = Mode::replay;
    enum class Form { text, json } form = Form::text;
    enum class Detail { decisions, verdicts, windows } detail = Detail::decisions;
    std::vector<std::string> files;
    std::string config;  // "" for guard.ini in the configuration directory, if it is there
    std::string server;
    std::string http_model;  // "" for those of the configuration
    std::string flow_model;
    std::string database;  // "" for none
    std::optional<double> speed;  // times as fast as recorded; none: as fast as possible
};

/// Pure.
[[nodiscard]] Result<ReplayArguments> parse_replay_arguments(std::span<const char* const> words);

[[nodiscard]] std::string replay_help_text();

/// Bans nobody. @return exit status
int replay_command(int argc, char** argv);

}  // namespace hive
