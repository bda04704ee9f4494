// tools/hive-train/train.h - the commands of hive-train.
#pragma once

#include "lib/result.h"
#include "tools/hive-train/arguments.h"

namespace hive {

enum class Promotion { promoted, refused };

/// Trains, judges, reports, and writes the model unless the one it would replace is better.
Result<Promotion> train(const Arguments& arguments);

/// Prints a line for each record: its label, the class predicted, and each class's probability.
Result<> predict(const Arguments& arguments);

}  // namespace hive
