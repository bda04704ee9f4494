// tools/hive-train/training_data.h - labelled vectors from flow records, access logs, guard.db.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "lib/result.h"
#include "tools/hive-train/arguments.h"
#include "tools/hive-train/labelled_rows.h"
#include "tools/hive-train/table.h"

namespace hive {

/// Gets "FILE:LINE: what is wrong" of each line that is refused.
using Complain = std::function<void(std::string_view)>;

/// The features of a kind of model, in the order it takes them.
[[nodiscard]] std::span<const std::string_view> feature_names(Arguments::Kind kind);

/// CSV with a header line, or JSON lines; which of them the first byte tells. "-" is the
/// standard input. Rows without a time get the row's number.
/// @return an error for a file that cannot be read or has a bad header
Result<> read_flows(LabelledRows& rows, const std::string& path, const Complain& complain);

/// An access log as hive-guard reads it (lib/access_log.h), in any order: every window of every
/// client in it is a row of that class. To be learned from it is taken again, since others are not
/// like the few clients of a log: with a half, a quarter and an eighth of its requests, as tools
/// have a pace each; ordinary visitors' also with all requests from one address and the time
/// shortened, as many people stand behind one in a network of theirs.
enum class LogUse { as_it_is, to_learn, to_learn_of_visitors };
Result<> read_access_log(
    LabelledRows& rows, const LabelledLog& log, LogUse use, const Complain& complain);

/// What hive-guard kept for training in guard.db: each window with its label, or what feedback
/// made of it, or else the class it was judged to be.
Result<> read_history(LabelledRows& rows, const std::string& path, Arguments::Kind kind);

struct TrainingData {
    TrainingTable table;
    std::size_t refused = 0;  // lines that are no labelled record
};

/// All that the arguments name: what is learned from, then what is judged by.
[[nodiscard]] Result<TrainingData> read_training_data(
    const Arguments& arguments, Arguments::Kind kind, const Complain& complain);

}  // namespace hive
