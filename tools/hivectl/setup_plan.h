// tools/hivectl/setup_plan.h - the files that answers to `hivectl setup` make of those there are.
// Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tools/hivectl/setup_answers.h"

namespace hive {

struct SetupPlan {
    /// Names in the configuration directory and their texts.
    using Files = std::map<std::string, std::string>;
    Files files;  // ini files whose text changes
    Files secrets;  // passwords, each for its owner alone
    bool needs_certificate = false;  // of SetupAnswers::host
    std::vector<std::string> restarted;  // services whose section changes
};

/// @param files ban.ini, proxy.ini, supervisor.ini, sync.ini as they are
/// @param directory of the configuration, without a '/' at its end
[[nodiscard]] SetupPlan plan_setup(
    const SetupAnswers& answers, const SetupPlan::Files& files, const std::string& directory);

}  // namespace hive
