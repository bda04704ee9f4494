// lib/request_traits.h - what hive-guard sees in one request. Pure; fuzzed.
#pragma once

#include <cstdint>

#include "lib/payload_scan.h"
#include "lib/traffic_event.h"

namespace hive {

struct RequestTraits {
    enum class Method : std::uint8_t {
        get,
        head,
        post,
        other,
        odd
    };  // odd: none of HTTP's or WebDAV's usual
    enum class Agent : std::uint8_t {
        named,
        none,
        tool
    };  // tool: names itself a scanner or load maker
    Method method = Method::get;
    Agent agent = Agent::named;
    int status = 0;
    bool is_asset = false;  // picture, style, script, font: what pages load
    bool is_probe = false;  // asks for what only an intruder looks for: /.git/config, backup.sql
    bool has_query = false;
    bool has_referer = false;
    bool is_login_refused = false;
    PayloadSigns signs;
    std::uint32_t path_hash = 0;  // of the path without its query
    std::uint32_t target_hash = 0;  // with it
    std::uint32_t agent_hash = 0;
    std::uint16_t special = 0;  // bytes of the target outside letters, digits and /-_.~?&=

    [[nodiscard]] bool has_signs() const
    {
        return signs.sql >= payload_found || signs.script >= payload_found
            || signs.traversal >= payload_found || signs.command >= payload_found;
    }
};

/// @param event of a request
[[nodiscard]] RequestTraits traits_of(const TrafficEvent& event);

}  // namespace hive
