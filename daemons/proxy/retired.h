// daemons/proxy/retired.h - objects that end while their own functions still run.
#pragma once

namespace hive {

/// What a thread may hold until the end of the loop's turn before it destroys it.
struct Retired {
    Retired() = default;
    Retired(const Retired&) = delete;
    Retired& operator=(const Retired&) = delete;
    virtual ~Retired() = default;
};

}  // namespace hive
