// daemons/proxy/location_config.h - what a [location PREFIX] section of proxy.ini may say.
#pragma once

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

enum class LocationAuth { basic, off };

/// Exactly one of proxy, files and answer is given.
struct LocationConfig {
    std::string name;  // the prefix, "/app/"
    std::optional<Endpoint> proxy;
    std::string files;  // directory, "" when not given
    std::optional<FixedAnswer> answer;
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
