// tools/hive-sample/flows.h - the command hive-sample flows.
#pragma once

#include "lib/result.h"
#include "tools/hive-sample/flow_arguments.h"

namespace hive {

/// Writes as many flows as asked for at once, or plays them in their own time until it is over
/// or a signal comes. A socket whose other end goes away is connected again; the flows of that
/// time are left out.
Result<> write_flows(const FlowArguments& arguments);

}  // namespace hive
