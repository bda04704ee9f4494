// daemons/ban/nft_rule.h - one rule of the table `inet hive`, made of its expressions.
#pragma once

#include <cstdint>
#include <string>

#include <libnftnl/rule.h>

#include "lib/handle.h"

namespace hive::nft {

struct SetName {
    std::string text;
    std::uint32_t id = 0;  // names the set within the transaction that makes it
};

/// The expressions of one rule, in register 1 all along.
class RuleBuilder {
public:
    RuleBuilder();
    /// meta KEY VALUE. @param key NFT_META_…
    void meta_is(std::uint32_t key, std::uint8_t value);
    /// Loads bytes of the packet. @param base NFT_PAYLOAD_…
    void load(std::uint32_t base, std::uint32_t offset, std::uint32_t length);
    /// Keeps the leading bits of the IPv6 address that was loaded: a network is then one
    /// element of a plain hash set, no interval set needed.
    void mask_v6(int bits);
    void is_in(const SetName& set);
    /// Counted, so that `nft list` shows what a ban keeps away.
    void drop();
    [[nodiscard]] nftnl_rule* get() const { return rule_.get(); }

private:
    nftnl_expr* add(const char* name);
    Handle<nftnl_rule, nftnl_rule_free> rule_;
};

}  // namespace hive::nft
