// supervisor/portal/sandbox_facts.h - the sandbox of a service in plain words.
#pragma once

#include <string_view>
#include <vector>

#include "supervisor/portal/html.h"
#include "supervisor/portal/sandbox_status.h"

namespace hive {

struct SandboxFact {
    std::string_view term;
    Html description;  // what is not in force stands out
};

/// In the order the page shows them.
[[nodiscard]] std::vector<SandboxFact> sandbox_facts(const SandboxStatus& sandbox);

}  // namespace hive
