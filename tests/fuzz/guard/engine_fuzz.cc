// tests/fuzz/guard/engine_fuzz.cc - any datagrams into an armed engine: its counts stay within
// their bounds, and the same bytes lead to as many verdicts.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "daemons/guard/engine.h"

namespace {

std::size_t verdicts_of(std::string_view datagram)
{
    hive::GuardConfig config;
    config.mode = hive::GuardMode::armed;
    config.max_clients = 100;
    std::size_t verdicts = 0;
    hive::Engine engine {config,
        {.judged = [&verdicts](const hive::Verdict&) { ++verdicts; },
            .decided = [](const hive::Decision&) {}}};
    while (const auto event = hive::take_traffic_event(datagram))
        engine.take(*event);
    engine.finish();
    if (engine.clients() > 200)
        std::abort();
    return verdicts;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view datagram {reinterpret_cast<const char*>(data), size};
    if (verdicts_of(datagram) != verdicts_of(datagram))
        std::abort();
    return 0;
}
