// daemons/chart/openapi.h - the HTTP interface in OpenAPI 3.1, served at /openapi.json.
#pragma once

#include <string_view>

namespace hive {

[[nodiscard]] std::string_view openapi_document();

}  // namespace hive
