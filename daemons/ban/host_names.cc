#include "daemons/ban/host_names.h"

#include <utility>

#include "lib/log.h"

namespace hive {
namespace {

constexpr std::chrono::seconds kept {300};
constexpr std::chrono::seconds kept_without_address {60};

}  // namespace

void HostNames::ask(const std::string& name, UseDns use_dns, WallTime now, Found found)
{
    if (name.empty() || name.size() > max_name)
        return;
    if (const auto* known = answers_.find(name); known != nullptr && now < known->until)
        return found(known->addresses);
    const auto waiting = waiting_.find(name);
    if (waiting == waiting_.end()) {
        waiting_[name].push_back(std::move(found));
        return look_up(name, use_dns);
    }
    if (waiting->second.size() < max_questions)
        waiting->second.push_back(std::move(found));
    else
        ++dropped_;
}

void HostNames::look_up(const std::string& name, UseDns use_dns)
{
    if (!resolver_)
        resolver_ = std::make_unique<NameResolver>(loop_);
    if (resolver_->resolve(name, [this, name, use_dns](const std::vector<Address>& addresses) {
            if (use_dns == UseDns::warn)
                log::warning("resolved {} addresses={} reason=\"a log names no address\"",
                    log::field("name", name), addresses.size());
            answer(name, addresses);
        }))
        return;
    waiting_.erase(name);
    if (dropped_++ == 0)
        log::warning("skipped {} reason=\"too many look-ups wait\"", log::field("name", name));
}

void HostNames::answer(const std::string& name, const std::vector<Address>& addresses)
{
    const auto keep = addresses.empty() ? kept_without_address : kept;
    answers_.touch(name)
        = {.addresses = addresses, .until = std::chrono::system_clock::now() + keep};
    for (auto& found : std::exchange(waiting_[name], {}))
        found(addresses);
    waiting_.erase(name);
}

}  // namespace hive
