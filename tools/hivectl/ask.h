// tools/hivectl/ask.h - requests to the programs of Hive.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "lib/json_fwd.h"
#include "lib/result.h"

namespace hive {

/// Sends a request to RUNTIME/NAME.sock and waits for the whole answer.
/// @param program with or without "hive-"
/// @param line called for each line but the last
/// @return the last line without "done"; an error says which socket does not answer
[[nodiscard]] Result<Json> ask(std::string_view program, std::string_view verb,
    const Json& arguments, const std::function<void(const Json&)>& line = {});

/// Who is asking, for the record of the supervisor: SUDO_USER or the user's name.
[[nodiscard]] std::string own_user();

}  // namespace hive
