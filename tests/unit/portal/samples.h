// tests/unit/portal/samples.h - services and lines as the core would send them.
#pragma once

#include <string>

#include "lib/json.h"

namespace hive {

inline Json sample_service(const std::string& name, const std::string& state = "ready")
{
    return {{"name", name}, {"description", "copies rows"}, {"state", state},
        {"since", 1780000000.5}, {"pid", 42}, {"status", "copied 100 rows"}, {"restarts", 2},
        {"tries", 1}, {"retry_at", 0}, {"last_exit", nullptr}, {"cpu_percent", 1.5},
        {"memory_kb", 31240}, {"descriptors", 9}, {"probe_ms", 0.26}, {"depends", {"hive-ban"}},
        {"needed_by", Json::array()}, {"command", "/usr/sbin/hive-sync"}, {"user", "hive-sync"},
        {"listens", {"http *:80"}}, {"probe", "control every 5s"}};
}

inline Json sample_snapshot(std::initializer_list<Json> services)
{
    Json list = Json::array();
    for (const Json& service : services)
        list.push_back(service);
    return {{"snapshot",
        {{"version", "0.1.0"}, {"host", "lindenhof"}, {"started", 1779990000},
            {"services", list}}}};
}

}  // namespace hive
