#include "supervisor/core/stored_descriptors.h"

#include <algorithm>

#include <linux/kcmp.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lib/number.h"

namespace hive {
namespace {

bool are_same(int one, int other)
{
    return ::syscall(SYS_kcmp, ::getpid(), ::getpid(), KCMP_FILE, one, other) == 0;
}

bool is_dead(int fd)
{
    pollfd asked {fd, 0, 0};
    return ::poll(&asked, 1, 0) == 1 && (asked.revents & (POLLHUP | POLLERR)) != 0;
}

}  // namespace

StoredDescriptors::StoredDescriptors(std::string service, std::size_t limit, KeeperLink& keeper)
    : service_ {std::move(service)}, limit_ {limit}, keeper_ {keeper}
{
}

template <class Condition>
void StoredDescriptors::remove_if(Condition condition)
{
    entries_.remove_if([&](const Entry& entry) {
        if (!condition(entry))
            return false;
        keeper_.drop(entry.kept_name);
        return true;
    });
}

Result<> StoredDescriptors::add(const std::string& name, Fd fd, bool drops_dead)
{
    if (std::ranges::any_of(
            entries_, [&](const Entry& entry) { return are_same(entry.fd.get(), fd.get()); }))
        return {};
    if (entries_.size() >= limit_)
        return fail("keeps {} descriptors already", limit_);
    auto kept_name
        = fmt::format("{}{}.{}.{}", prefix(), next_number_++, drops_dead ? 'p' : 'n', name);
    keeper_.keep(kept_name, fd.get());
    entries_.push_back({name, std::move(kept_name), std::move(fd), drops_dead});
    return {};
}

void StoredDescriptors::remove(const std::string& name)
{
    remove_if([&](const Entry& entry) { return entry.name == name; });
}

void StoredDescriptors::clear()
{
    remove_if([](const Entry& /*entry*/) { return true; });
}

void StoredDescriptors::drop_dead()
{
    remove_if([](const Entry& entry) { return entry.drops_dead && is_dead(entry.fd.get()); });
}

// The rest of a kept name: NUMBER.p.NAME, or n for one that is never dropped by itself.
void StoredDescriptors::adopt(const std::vector<std::string>& kept, const Claim& claim)
{
    for (const auto& kept_name : kept) {
        if (!kept_name.starts_with(prefix()))
            continue;
        auto tail = std::string_view {kept_name}.substr(prefix().size());
        const auto number = take_number<int>(tail);
        constexpr std::size_t name_at = 3;
        if (!number || tail.size() <= name_at)
            continue;
        auto fd = claim(kept_name);
        if (!fd)
            continue;
        keeper_.keep(kept_name, fd.get());
        next_number_ = std::max(next_number_, *number + 1);
        entries_.push_back(
            {std::string {tail.substr(name_at)}, kept_name, std::move(fd), tail[1] == 'p'});
    }
}

void StoredDescriptors::append_to(std::vector<int>& fds, std::vector<std::string>& names) const
{
    for (const auto& entry : entries_) {
        fds.push_back(entry.fd.get());
        names.push_back(entry.name);
    }
}

}  // namespace hive
