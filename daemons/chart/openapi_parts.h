// daemons/chart/openapi_parts.h - the OpenAPI document in pieces; for openapi*.cc only.
#pragma once

#include <string_view>

namespace hive {

/// Members of "paths", joined by a comma.
extern const std::string_view openapi_readings;
extern const std::string_view openapi_site;
extern const std::string_view openapi_traffic;
/// Members of "components".
extern const std::string_view openapi_components;

}  // namespace hive
