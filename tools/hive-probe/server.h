// tools/hive-probe/server.h - probes for the supervisor, each in a process of its own.
#pragma once

#include "lib/fd.h"

namespace hive {

/// Answers the requests that come as packets over `channel` until its other side is closed.
/// Each is asked by a copy of this process that ends with its answer: what a hostile server does
/// to one cannot reach the next, and OpenSSL is set up only in those that need it. At most 64 at
/// once; a further one is answered with a failure.
/// @return exit status
int serve_probes(const Fd& channel);

}  // namespace hive
