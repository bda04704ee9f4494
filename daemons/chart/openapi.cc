#include "daemons/chart/openapi.h"

#include <string>

#include "daemons/chart/openapi_parts.h"

namespace hive {
namespace {

constexpr std::string_view head = R"json({
  "openapi": "3.1.0",
  "info": {
    "title": "hive-chart",
    "version": ")json" HIVE_VERSION R"json(",
    "description": "Readings of apiaries for charts, notes and alerts; traffic as hive-guard sees it. Times are epoch seconds, ranges take their start and leave their end. Errors are JSON: {\"error\": \"why\"}. Frames have an ETag, come compressed to whoever takes br or gzip, and in parts (Range)."
  },
  "paths": {
)json";

}  // namespace

std::string_view openapi_document()
{
    static const std::string document = std::string {head}
                                            .append(openapi_readings)
                                            .append(",\n")
                                            .append(openapi_site)
                                            .append(",\n")
                                            .append(openapi_traffic)
                                            .append("\n  },\n  \"components\": {\n")
                                            .append(openapi_components)
                                            .append("\n  }\n}\n");
    return document;
}

}  // namespace hive
