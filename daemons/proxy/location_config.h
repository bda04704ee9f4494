// daemons/proxy/location_config.h - what a [location PREFIX] section of proxy.ini may say.
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/address.h"
#include "lib/config.h"

namespace hive {

/// "200 text" of an `answer` option.
struct FixedAnswer {
    int status = 200;
    std::string text;
};
[[nodiscard]] Result<FixedAnswer> parse_fixed_answer(std::string_view text);

/// "302 https://hive.example/" of a `redirect` option; without a status 302.
struct Redirect {
    int status = 302;
    std::string target;
};
[[nodiscard]] Result<Redirect> parse_redirect(std::string_view text);

enum class LocationAuth { basic, off };
/// Whether the login or the address is enough, or both are needed.
enum class Satisfy { any, all };

/// Exactly one of proxy, upstream, files, redirect and answer is given.
struct LocationConfig {
    std::string name;  // the prefix, "/app/"
    std::optional<Endpoint> proxy;
    std::string upstream;  // name of an [upstream] section, "" when not given
    std::string files;  // directory, "" when not given
    std::optional<Redirect> redirect;
    std::optional<FixedAnswer> answer;
    std::string rewrite;  // what stands for the prefix towards the upstream, "" for '/'
    std::string host;  // what upstreams are told, "" for what the client said
    std::vector<Network> allow;
    Satisfy satisfy = Satisfy::all;
    int requests_per_second = 0;  // 0: no limit
    int request_burst = 20;
    std::int64_t max_body = 0;  // 0: as in [proxy]
    std::chrono::seconds response_timeout {0};  // 0: as in [proxy]
    LocationAuth auth = LocationAuth::basic;
    bool strip_authorization = true;
    bool strip_prefix = true;
    bool log = true;
    bool plain = false;  // served without TLS even where everything else is redirected
};

[[nodiscard]] std::vector<Option> location_options(LocationConfig& location);

/// @return "" when the section is sound
[[nodiscard]] std::string location_mistake(const LocationConfig& location);

/// The locations of a file that names none.
[[nodiscard]] std::list<LocationConfig> default_locations();

}  // namespace hive
