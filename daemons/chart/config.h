// daemons/chart/config.h - what chart.ini may say.
#pragma once

#include <chrono>
#include <string>

#include "lib/address.h"
#include "lib/config.h"
#include "lib/paths.h"

namespace hive {

struct ChartConfig {
    Endpoint listen {.unix_path = runtime_path("chart-http.sock")};
    std::string store = "sync/apiary.db";  // relative: in the state directory
    std::string pages = "/usr/share/hive/web/app";
    std::string sync_socket = "sync.sock";  // relative: in the runtime directory
    std::chrono::seconds sync_timeout {600};
    double bin_hz = 15.625;  // width of one FFT bin, Hz; 0 = unknown
    int threads = 2;
    int queue = 64;
    std::chrono::seconds query_timeout {10};
};

[[nodiscard]] Schema schema(ChartConfig& config);

}  // namespace hive
