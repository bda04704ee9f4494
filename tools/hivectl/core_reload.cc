#include "tools/hivectl/core_reload.h"

#include <chrono>
#include <thread>

#include "lib/json.h"
#include "tools/hivectl/ask.h"

namespace hive {
namespace {

constexpr std::string_view supervisor = "supervisor";
constexpr std::chrono::milliseconds pause {100};
constexpr std::chrono::seconds longest_wait {60};

}  // namespace

Result<> reload_core()
{
    const auto before = TRY(ask(supervisor, "status", Json::object()));
    TRY(ask(supervisor, "reload", Json::object()));
    const auto deadline = std::chrono::steady_clock::now() + longest_wait;
    while (std::chrono::steady_clock::now() < deadline) {
        const auto status = ask(supervisor, "status", Json::object());
        if (status && integer_at(*status, "core_pid") != integer_at(before, "core_pid"))
            return {};
        std::this_thread::sleep_for(pause);
    }
    return fail("the new supervisor does not answer");
}

}  // namespace hive
