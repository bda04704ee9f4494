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
        file,  // what works on files and collections: PUT, DELETE, PROPFIND
        other,  // OPTIONS, CONNECT
        odd  // none of those that are registered, or one nobody has a use for: TRACE
    };
    enum class Agent : std::uint8_t {
        named,
        none,
        tool
    };  // tool: names itself a scanner or load maker
    Method method = Method::get;
    Agent agent = Agent::named;
    int status = 0;
    bool is_asset = false;  // picture, style, script, font: what pages load
    /// Asks for what only an intruder looks for: /.git/config, backup.sql. In a file share they lie
    /// about, so methods of `file` make none.
    bool is_probe = false;
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
    /// Looked for what is not there: a link may be dead, but pages choose what they load, and a
    /// share's clients ask for each file's shadow (._name, desktop.ini).
    [[nodiscard]] bool is_miss() const
    {
        return status == 404 && method != Method::file && !(is_asset && has_referer);
    }
    /// The same of a probe; 0 is a request that was never answered.
    [[nodiscard]] bool is_failed_probe() const
    {
        return is_probe && (status >= 400 || status == 0);
    }
    [[nodiscard]] bool is_well() const { return status >= 200 && status < 400; }
};

/// @param event of a request
[[nodiscard]] RequestTraits traits_of(const TrafficEvent& event);

}  // namespace hive
