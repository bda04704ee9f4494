// daemons/guard/safe_list.h - who is never acted against. Pure; agent_check.h asks the DNS.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/guard/config.h"
#include "lib/address.h"
#include "lib/json_fwd.h"
#include "lib/result.h"

namespace hive {

/// One entry, as the table `safe` of guard.db has it.
struct SafeEntry {
    std::string kind;  // "network", "agent", "path", "user"
    std::string value;
    std::string note;
    double added = 0;  // epoch seconds; 0 for one of guard.ini
    std::string user;

    [[nodiscard]] bool is_from_file() const { return added == 0; }
};

class SafeList {
public:
    static constexpr std::size_t max_entries = 10'000;

    explicit SafeList(const GuardConfig& config);

    /// @return false when it is there already; an error for a kind or value that is none
    Result<bool> add(SafeEntry entry);
    /// @return whether it was there; entries of guard.ini stay
    bool remove(std::string_view kind, std::string_view value);
    [[nodiscard]] const std::vector<SafeEntry>& entries() const { return entries_; }
    [[nodiscard]] Json json() const;

    /// @return why the address is spared; nothing when it may be acted against
    [[nodiscard]] std::optional<std::string> reason(const Address& address) const;
    [[nodiscard]] bool has_path(std::string_view target) const;
    [[nodiscard]] bool has_user(std::string_view user) const;
    /// The agent a User-Agent claims to be; null for none of the list.
    [[nodiscard]] const SafeAgent* claimed(std::string_view user_agent) const;

private:
    Result<> take(const SafeEntry& entry);
    void rebuild();

    std::vector<SafeEntry> entries_;
    std::vector<Network> networks_;
    std::vector<SafeAgent> agents_;
    std::vector<std::string> paths_;
    std::vector<std::string> users_;
};

}  // namespace hive
