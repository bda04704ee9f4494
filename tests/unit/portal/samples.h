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

inline Json sample_sandbox()
{
    return {{"user", "hive-ban"}, {"group", "hive-ban"}, {"groups", {"adm", "hive-ban"}},
        {"capabilities", {"CAP_NET_ADMIN"}}, {"no_new_privileges", true}, {"seccomp", true},
        {"refused_calls", 61}, {"landlock", 7}, {"readable", {"/"}}, {"writable", {"/run/hive"}},
        {"umask", "0027"}, {"nice", 5},
        {"limits",
            {{"files", 1024}, {"core_size", 0}, {"memory", 2000000000}, {"processes", -1},
                {"file_size", -1}}}};
}

inline Json sample_check(
    const std::string& name, const std::string& type, const std::string& state = "ready")
{
    return {{"name", name}, {"type", type}, {"state", state}, {"since", 1780000000},
        {"status", "71.5 % of 58 GB"}, {"looked", 1780000100.25},
        {"rules", state == "degraded" ? Json {"space > 90"} : Json::array()},
        {"metrics", {{"space", 71.5}, {"inodes", 9}, {"user", "root"}}}, {"groups", {"host"}},
        {"mode", "active"}};
}

inline Json sample_alert(int id, const std::string& state = "firing")
{
    return {{"id", id}, {"key", "service:hive-sync:down"}, {"source", "hive-supervisor"},
        {"severity", "critical"}, {"state", state}, {"subject", "hive-sync keeps failing"},
        {"text", "exit 70 after 30 s"}, {"fired", 1780000000}, {"last", 1780000060}, {"count", 3},
        {"recovered", nullptr}, {"acknowledged", nullptr},
        {"deliveries",
            {{{"destination", "mail"}, {"occasion", "fired"}, {"state", "sent"},
                {"outcome", "accepted"}, {"tries", 1}}}}};
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
