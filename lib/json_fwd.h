// lib/json_fwd.h - names Json without its definition, for headers.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace hive {

using Json = nlohmann::ordered_json;

}  // namespace hive
