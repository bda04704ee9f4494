// daemons/chart/config.h - what chart.ini may say.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "lib/address.h"
#include "lib/config.h"
#include "lib/paths.h"

namespace hive {

constexpr int max_heavy = 64;

struct ChartConfig {
    Endpoint listen {.unix_path = runtime_path("chart-http.sock")};
    std::string store = "sync/apiary.db";  // relative: in the state directory
    std::string pages = "/usr/share/hive/web/app";
    std::string site = "chart/site.db";  // relative: in the state directory
    std::string sync_socket = "sync.sock";  // relative: in the runtime directory
    std::string alert_socket = "supervisor.sock";  // likewise
    std::string guard_store = "guard/guard.db";  // relative: in the state directory
    std::string guard_socket = "guard.sock";  // relative: in the runtime directory
    double traffic_red = 300;  // requests or flows a second to one server
    std::chrono::seconds rule_period {10};
    std::chrono::seconds sync_patience {20};
    double bin_hz = 15.625;  // width of one FFT bin, Hz; 0 = unknown
    int threads = 2;
    int queue = 256;
    int heavy = 4;  // downloads and full-resolution frames at once
    std::int64_t cache = std::int64_t {8} * 1024 * 1024;  // bytes
    std::chrono::seconds query_timeout {10};
};

[[nodiscard]] Schema schema(ChartConfig& config);

}  // namespace hive
