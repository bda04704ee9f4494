// tools/hivectl/setup_dialogue.h - the questions of `hivectl setup` on a terminal.
#pragma once

#include "lib/result.h"
#include "tools/hivectl/setup_answers.h"

namespace hive {

/// Asks on the terminal until every question has an answer that will do.
/// @param answers what is offered @return an error when the input ends
[[nodiscard]] Result<SetupAnswers> ask_setup(SetupAnswers answers);

/// @return false for anything but yes
[[nodiscard]] bool is_agreed(std::string_view question);

}  // namespace hive
