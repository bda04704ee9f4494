// daemons/sync/outcome.h - how a run ended, in the words of HiveKeepers' update button. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hive {

enum class Outcome {
    created,  // the first rows are here
    updated,  // rows came to those that were here
    current,  // there were no new rows
    mismatch,  // source and store have different numbers of rows
    failed,
};

/// "created", "updated", "current", "mismatch", "failed"
[[nodiscard]] std::string_view outcome_word(Outcome outcome);

/// The sentence for people.
/// @param rows taken in this run
/// @param error why it failed; used only then
[[nodiscard]] std::string outcome_text(Outcome outcome, std::int64_t rows, std::string_view error);

}  // namespace hive
