#include "daemons/guard/agent_check.h"

#include <array>

#include <netdb.h>

namespace hive {
namespace {

constexpr std::chrono::hours keep_answer {1};

bool leads_to(const std::string& name, const Address& address)
{
    const addrinfo hints {.ai_socktype = SOCK_STREAM};
    addrinfo* found = nullptr;
    if (::getaddrinfo(name.c_str(), nullptr, &hints, &found) != 0)
        return false;
    bool is_there = false;
    for (const auto* one = found; one != nullptr; one = one->ai_next)
        is_there = is_there || Address::from_socket(one->ai_addr) == address;
    ::freeaddrinfo(found);
    return is_there;
}

/// Blocks for as long as the DNS takes.
bool is_genuine(const Address& address, const std::string& domain)
{
    const auto socket = socket_address({.address = address});
    std::array<char, NI_MAXHOST> name {};
    if (::getnameinfo(
            socket.get(), socket.length, name.data(), name.size(), nullptr, 0, NI_NAMEREQD)
        != 0)
        return false;
    return is_in_domain(name.data(), domain) && leads_to(name.data(), address);
}

}  // namespace

bool is_in_domain(std::string_view name, std::string_view domain)
{
    if (name.ends_with('.'))
        name.remove_suffix(1);
    return name.size() > domain.size() && name.ends_with(domain)
        && name[name.size() - domain.size() - 1] == '.';
}

void AgentCheck::ask(const Address& address, const std::string& domain,
    std::move_only_function<void(bool is_genuine)> answer)
{
    const auto* const known = answers_.find(address);
    if (known != nullptr && known->domain == domain && Clock::now() < known->until)
        return answer(known->is_genuine);
    auto shared = std::make_shared<std::move_only_function<void(bool)>>(std::move(answer));
    const bool is_asked = worker_.submit(
        loop_, [address, domain] { return is_genuine(address, domain); },
        [this, address, domain, shared, alive = std::weak_ptr {alive_}](bool genuine) {
            if (alive.expired())
                return;
            answers_.touch(address)
                = {.is_genuine = genuine, .domain = domain, .until = Clock::now() + keep_answer};
            (*shared)(genuine);
        });
    if (!is_asked)
        (*shared)(false);
}

}  // namespace hive
