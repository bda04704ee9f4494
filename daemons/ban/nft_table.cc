#include "daemons/ban/nft_table.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <ranges>
#include <string>

#include <netinet/in.h>

#include <libnftnl/chain.h>
#include <libnftnl/common.h>
#include <libnftnl/expr.h>
#include <libnftnl/rule.h>
#include <libnftnl/table.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

namespace hive::nft {
namespace {

using Table = Handle<nftnl_table, nftnl_table_free>;
using Chain = Handle<nftnl_chain, nftnl_chain_free>;
using Rule = Handle<nftnl_rule, nftnl_rule_free>;

constexpr std::int32_t priority = -310;  // before raw (-300) and connection tracking (-200)

/// What the sets' keys are; the numbers are nft's own (datatype.h of nftables).
enum class KeyType : std::uint32_t { ipv4 = 7, ipv6 = 8, inet_service = 13 };

struct SetName {
    std::string text;
    std::uint32_t id = 0;  // names the set within the transaction that makes it
};

Kind kind_of(const Network& network)
{
    if (network.address().is_v4())
        return Kind::ban4;
    return network.bits() == 128 ? Kind::host6 : Kind::ban6;
}

std::string suffixed(std::string_view name, const PortGroup& group)
{
    return group.name.empty() ? std::string {name} : fmt::format("{}-{}", name, group.name);
}

SetName set_name(const Groups& groups, std::size_t group, Kind kind)
{
    return {suffixed(word(kind), groups[group]),
        static_cast<std::uint32_t>(group * 4 + static_cast<std::size_t>(kind) + 1)};
}

SetName ports_name(const Groups& groups, std::size_t group)
{
    return {suffixed("ports", groups[group]), static_cast<std::uint32_t>(group * 4 + 4)};
}

/// The expressions of one rule, in register 1 all along.
class RuleBuilder {
public:
    RuleBuilder() : rule_ {nftnl_rule_alloc()}
    {
        nftnl_rule_set_str(rule_.get(), NFTNL_RULE_TABLE, table_name);
        nftnl_rule_set_str(rule_.get(), NFTNL_RULE_CHAIN, chain_name);
        nftnl_rule_set_u32(rule_.get(), NFTNL_RULE_FAMILY, NFPROTO_INET);
    }
    void meta_is(std::uint32_t key, std::uint8_t value)
    {
        auto* meta = add("meta");
        nftnl_expr_set_u32(meta, NFTNL_EXPR_META_KEY, key);
        nftnl_expr_set_u32(meta, NFTNL_EXPR_META_DREG, NFT_REG_1);
        auto* compare = add("cmp");
        nftnl_expr_set_u32(compare, NFTNL_EXPR_CMP_SREG, NFT_REG_1);
        nftnl_expr_set_u32(compare, NFTNL_EXPR_CMP_OP, NFT_CMP_EQ);
        nftnl_expr_set(compare, NFTNL_EXPR_CMP_DATA, &value, sizeof value);
    }
    void load(std::uint32_t base, std::uint32_t offset, std::uint32_t length)
    {
        auto* payload = add("payload");
        nftnl_expr_set_u32(payload, NFTNL_EXPR_PAYLOAD_BASE, base);
        nftnl_expr_set_u32(payload, NFTNL_EXPR_PAYLOAD_OFFSET, offset);
        nftnl_expr_set_u32(payload, NFTNL_EXPR_PAYLOAD_LEN, length);
        nftnl_expr_set_u32(payload, NFTNL_EXPR_PAYLOAD_DREG, NFT_REG_1);
    }
    /// Keeps the leading bits of an IPv6 address: a network is then one element of a plain
    /// hash set, no interval set needed.
    void mask_v6(int bits)
    {
        static constexpr std::array<unsigned char, 16> nothing {};
        std::array<unsigned char, 16> ones {};
        ones.fill(0xff);
        const Network mask {Address::from_bytes(ones), bits};
        auto* bitwise = add("bitwise");
        nftnl_expr_set_u32(bitwise, NFTNL_EXPR_BITWISE_SREG, NFT_REG_1);
        nftnl_expr_set_u32(bitwise, NFTNL_EXPR_BITWISE_DREG, NFT_REG_1);
        nftnl_expr_set_u32(bitwise, NFTNL_EXPR_BITWISE_LEN, 16);
        nftnl_expr_set(
            bitwise, NFTNL_EXPR_BITWISE_MASK, mask.address().bytes().data(), ones.size());
        nftnl_expr_set(bitwise, NFTNL_EXPR_BITWISE_XOR, nothing.data(), nothing.size());
    }
    void is_in(const SetName& set)
    {
        auto* lookup = add("lookup");
        nftnl_expr_set_u32(lookup, NFTNL_EXPR_LOOKUP_SREG, NFT_REG_1);
        nftnl_expr_set_str(lookup, NFTNL_EXPR_LOOKUP_SET, set.text.c_str());
        nftnl_expr_set_u32(lookup, NFTNL_EXPR_LOOKUP_SET_ID, set.id);
    }
    /// Counted, so that `nft list` shows what a ban keeps away.
    void drop()
    {
        add("counter");
        auto* verdict = add("immediate");
        nftnl_expr_set_u32(verdict, NFTNL_EXPR_IMM_DREG, NFT_REG_VERDICT);
        nftnl_expr_set_u32(verdict, NFTNL_EXPR_IMM_VERDICT, NF_DROP);
    }
    [[nodiscard]] nftnl_rule* get() const { return rule_.get(); }

private:
    nftnl_expr* add(const char* name)
    {
        auto* expression = nftnl_expr_alloc(name);
        assert(expression != nullptr);  // the library knows the name
        nftnl_rule_add_expr(rule_.get(), expression);  // the rule owns it now
        return expression;
    }
    Rule rule_;
};

/// meta nfproto V [meta l4proto tcp tcp dport @ports] ip saddr @SET counter drop
RuleBuilder drop_rule(const Groups& groups, std::size_t group, Kind kind, int ipv6_prefix)
{
    RuleBuilder rule;
    rule.meta_is(NFT_META_NFPROTO, kind == Kind::ban4 ? NFPROTO_IPV4 : NFPROTO_IPV6);
    if (!groups[group].ports.empty()) {
        rule.meta_is(NFT_META_L4PROTO, IPPROTO_TCP);
        rule.load(NFT_PAYLOAD_TRANSPORT_HEADER, 2, 2);
        rule.is_in(ports_name(groups, group));
    }
    if (kind == Kind::ban4)
        rule.load(NFT_PAYLOAD_NETWORK_HEADER, 12, 4);
    else
        rule.load(NFT_PAYLOAD_NETWORK_HEADER, 8, 16);
    if (kind == Kind::ban6)
        rule.mask_v6(ipv6_prefix);
    rule.is_in(set_name(groups, group, kind));
    rule.drop();
    return rule;
}

Set named_set(const SetName& name)
{
    Set set {nftnl_set_alloc()};
    nftnl_set_set_str(set.get(), NFTNL_SET_TABLE, table_name);
    nftnl_set_set_str(set.get(), NFTNL_SET_NAME, name.text.c_str());
    nftnl_set_set_u32(set.get(), NFTNL_SET_FAMILY, NFPROTO_INET);
    nftnl_set_set_u32(set.get(), NFTNL_SET_ID, name.id);
    return set;
}

void make_set(
    NftBatch& batch, const SetName& name, KeyType type, std::uint32_t key_size, std::uint32_t flags)
{
    const auto set = named_set(name);
    nftnl_set_set_u32(set.get(), NFTNL_SET_KEY_TYPE, static_cast<std::uint32_t>(type));
    nftnl_set_set_u32(set.get(), NFTNL_SET_KEY_LEN, key_size);
    nftnl_set_set_u32(set.get(), NFTNL_SET_FLAGS, flags);
    batch.add(NFT_MSG_NEWSET, NLM_F_CREATE,
        [&](nlmsghdr* message) { nftnl_set_nlmsg_build_payload(message, set.get()); });
}

void add_element(nftnl_set* set, std::span<const unsigned char> key, std::uint64_t milliseconds)
{
    auto* element = nftnl_set_elem_alloc();  // the set owns it
    nftnl_set_elem_set(
        element, NFTNL_SET_ELEM_KEY, key.data(), static_cast<std::uint32_t>(key.size()));
    if (milliseconds > 0)
        nftnl_set_elem_set_u64(element, NFTNL_SET_ELEM_TIMEOUT, milliseconds);
    nftnl_set_elem_add(set, element);
}

void make_ports(NftBatch& batch, const Groups& groups, std::size_t group)
{
    const auto name = ports_name(groups, group);
    make_set(batch, name, KeyType::inet_service, 2, 0);
    const auto set = named_set(name);
    for (const auto port : groups[group].ports) {
        const std::array<unsigned char, 2> key {
            static_cast<unsigned char>(port >> 8), static_cast<unsigned char>(port & 0xff)};
        add_element(set.get(), key, 0);
    }
    send_elements(batch, NFT_MSG_NEWSETELEM, set.get());
}

void add_table_message(NftBatch& batch, std::uint16_t type)
{
    const Table table {nftnl_table_alloc()};
    nftnl_table_set_str(table.get(), NFTNL_TABLE_NAME, table_name);
    batch.add(type, type == NFT_MSG_NEWTABLE ? NLM_F_CREATE : 0,
        [&](nlmsghdr* message) { nftnl_table_nlmsg_build_payload(message, table.get()); });
}

void make_chain(NftBatch& batch)
{
    const Chain chain {nftnl_chain_alloc()};
    nftnl_chain_set_str(chain.get(), NFTNL_CHAIN_TABLE, table_name);
    nftnl_chain_set_str(chain.get(), NFTNL_CHAIN_NAME, chain_name);
    nftnl_chain_set_str(chain.get(), NFTNL_CHAIN_TYPE, "filter");
    nftnl_chain_set_u32(chain.get(), NFTNL_CHAIN_FAMILY, NFPROTO_INET);
    nftnl_chain_set_u32(chain.get(), NFTNL_CHAIN_HOOKNUM, NF_INET_PRE_ROUTING);
    nftnl_chain_set_s32(chain.get(), NFTNL_CHAIN_PRIO, priority);
    nftnl_chain_set_u32(chain.get(), NFTNL_CHAIN_POLICY, NF_ACCEPT);
    batch.add(NFT_MSG_NEWCHAIN, NLM_F_CREATE,
        [&](nlmsghdr* message) { nftnl_chain_nlmsg_build_payload(message, chain.get()); });
}

void make_group(NftBatch& batch, const Groups& groups, std::size_t group, int ipv6_prefix)
{
    for (const auto kind : all_kinds) {
        const bool is_v4 = kind == Kind::ban4;
        make_set(batch, set_name(groups, group, kind), is_v4 ? KeyType::ipv4 : KeyType::ipv6,
            is_v4 ? 4 : 16, NFT_SET_TIMEOUT);
    }
    if (!groups[group].ports.empty())
        make_ports(batch, groups, group);
    for (const auto kind : all_kinds) {
        const auto rule = drop_rule(groups, group, kind, ipv6_prefix);
        batch.add(NFT_MSG_NEWRULE, NLM_F_CREATE | NLM_F_APPEND,
            [&](nlmsghdr* message) { nftnl_rule_nlmsg_build_payload(message, rule.get()); });
    }
}

std::uint64_t timeout_of(const KernelBan& ban, Timeouts timeouts)
{
    if (timeouts == Timeouts::without)
        return 0;
    // 0 would mean for ever.
    return static_cast<std::uint64_t>(std::max<std::int64_t>(ban.left.count(), 1));
}

}  // namespace

std::string_view word(Kind kind)
{
    switch (kind) {
    case Kind::ban4: return "ban4";
    case Kind::ban6: return "ban6";
    case Kind::host6: return "host6";
    }
    std::unreachable();
}

Set named_set(const Groups& groups, std::size_t group, Kind kind)
{
    return named_set(set_name(groups, group, kind));
}

void remove_table(NftBatch& batch)
{
    // Made first, so that deleting cannot fail for want of one.
    add_table_message(batch, NFT_MSG_NEWTABLE);
    add_table_message(batch, NFT_MSG_DELTABLE);
}

void make_table(NftBatch& batch, const Groups& groups, int ipv6_prefix)
{
    remove_table(batch);
    add_table_message(batch, NFT_MSG_NEWTABLE);
    make_chain(batch);
    for (std::size_t group = 0; group < groups.size(); ++group)
        make_group(batch, groups, group, ipv6_prefix);
}

void send_elements(NftBatch& batch, std::uint16_t type, nftnl_set* set)
{
    const Elements elements {nftnl_set_elems_iter_create(set)};
    for (int more = 1; more > 0;)
        batch.add(type, type == NFT_MSG_NEWSETELEM ? NLM_F_CREATE : 0, [&](nlmsghdr* message) {
            more = nftnl_set_elems_nlmsg_build_payload_iter(message, elements.get());
        });
}

void for_each_set(const Groups& groups, std::span<const KernelBan> bans, Timeouts timeouts,
    const std::function<void(nftnl_set*)>& send)
{
    for (std::size_t group = 0; group < groups.size(); ++group)
        for (const auto kind : all_kinds) {
            const auto set = named_set(groups, group, kind);
            const auto belongs = [&](const KernelBan& ban) {
                return ban.group == group && kind_of(ban.network) == kind;
            };
            if (std::ranges::none_of(bans, belongs))
                continue;
            for (const auto& ban : bans | std::views::filter(belongs))
                add_element(set.get(), ban.network.address().bytes(), timeout_of(ban, timeouts));
            send(set.get());
        }
}

}  // namespace hive::nft
