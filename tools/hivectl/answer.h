// tools/hivectl/answer.h - the answer of a program, shown as it is.
#pragma once

#include "lib/json_fwd.h"
#include "lib/result.h"
#include "tools/hivectl/arguments.h"

namespace hive {

/// Its members one a line, or with --json the whole object on one; an error on stderr.
/// @return exit status
int show_answer(const Result<Json>& answer, const Invocation& invocation);

/// It was done, and there is nothing to tell: {"ok":true} with --json. @return exit status 0
int done(const Invocation& invocation);

}  // namespace hive
