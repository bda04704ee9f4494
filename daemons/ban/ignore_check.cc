#include "daemons/ban/ignore_check.h"

#include "lib/log.h"

namespace hive {

void IgnoreCheck::ask(
    const Address& address, WallTime now, std::move_only_function<void(bool)> answer)
{
    if (command_.empty())
        return answer(false);
    if (const auto* known = answers_.find(address); known != nullptr && now < known->until)
        return answer(known->is_spared);
    // Kept aside as well: a runner that is full has dropped its copy with the command.
    auto shared = std::make_shared<std::move_only_function<void(bool)>>(std::move(answer));
    const bool is_asked = runner_->run({.argv = command_words(command_, {{"ip", address.text()}})},
        [this, address, now, shared](std::optional<int> status) {
            const bool is_spared = status == 0;
            if (keep_.count() > 0)
                answers_.touch(address) = {.is_spared = is_spared, .until = now + keep_};
            (*shared)(is_spared);
        });
    if (is_asked)
        return;
    log::warning("skipped ignore_command address={} reason=\"too many wait\"", address.text());
    (*shared)(false);
}

}  // namespace hive
