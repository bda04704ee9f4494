// supervisor/core/stored_descriptors.h - what a service has given to be kept over its restarts.
#pragma once

#include <functional>
#include <list>
#include <string>
#include <vector>

#include "lib/fd.h"
#include "lib/result.h"
#include "supervisor/core/keeper_link.h"

namespace hive {

/// FDSTORE of sd_notify(3). The keeper holds copies, for a next core. Given back at the next
/// start, behind the listening sockets.
class StoredDescriptors {
public:
    using Claim = std::function<Fd(const std::string& kept_name)>;

    /// @param limit how many at most
    StoredDescriptors(std::string service, std::size_t limit, KeeperLink& keeper);

    /// One that is here already is closed.
    /// @param drops_dead forget it once its other side has gone
    /// @return an error when there is no room
    Result<> add(const std::string& name, Fd fd, bool drops_dead);
    void remove(const std::string& name);
    void clear();
    /// Forgets those whose other side has gone.
    void drop_dead();
    /// Takes back what a former core had kept. @param kept all names the keeper holds
    void adopt(const std::vector<std::string>& kept, const Claim& claim);

    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    void append_to(std::vector<int>& fds, std::vector<std::string>& names) const;

private:
    struct Entry {
        std::string name;
        std::string kept_name;
        Fd fd;
        bool drops_dead = true;
    };
    template <class Condition>
    void remove_if(Condition condition);
    [[nodiscard]] std::string prefix() const { return "stored." + service_ + '.'; }

    std::string service_;
    std::size_t limit_;
    KeeperLink& keeper_;
    std::list<Entry> entries_;
    int next_number_ = 0;
};

}  // namespace hive
