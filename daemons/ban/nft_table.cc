#include "daemons/ban/nft_table.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <string>

#include <netinet/in.h>

#include <libnftnl/chain.h>
#include <libnftnl/common.h>
#include <libnftnl/table.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

#include "daemons/ban/nft_rule.h"

namespace hive::nft {
namespace {

using Table = Handle<nftnl_table, nftnl_table_free>;
using Chain = Handle<nftnl_chain, nftnl_chain_free>;
using Key = std::span<const unsigned char>;

constexpr std::int32_t priority = -310;  // before raw (-300) and connection tracking (-200)
constexpr std::uint16_t last_port = 65535;

/// What the sets' keys are; the numbers are nft's own (datatype.h of nftables).
enum class KeyType : std::uint32_t { ipv4 = 7, ipv6 = 8, inet_service = 13 };

std::uint32_t set_id(std::size_t jail, std::size_t place)
{
    return static_cast<std::uint32_t>(jail * (all_kinds.size() + 1) + place + 1);
}

SetName set_name(const Jails& jails, std::size_t jail, Kind kind)
{
    return {fmt::format("{}-{}", word(kind), jails[jail].name),
        set_id(jail, static_cast<std::size_t>(kind))};
}

SetName ports_name(const Jails& jails, std::size_t jail)
{
    return {fmt::format("ports-{}", jails[jail].name), set_id(jail, all_kinds.size())};
}

/// The protocols whose packets a jail drops, a rule for each; 0 for all in one rule.
std::vector<std::uint8_t> protocols(const KernelJail& jail)
{
    if (jail.ports.empty())
        return {0};
    switch (jail.protocol) {
    case Protocol::tcp: return {IPPROTO_TCP};
    case Protocol::udp: return {IPPROTO_UDP};
    case Protocol::both: return {IPPROTO_TCP, IPPROTO_UDP};
    }
    std::unreachable();
}

/// meta nfproto V [meta l4proto P th dport @ports] ip saddr @SET counter drop
RuleBuilder drop_rule(
    const Jails& jails, std::size_t jail, Kind kind, std::uint8_t protocol, int ipv6_prefix)
{
    RuleBuilder rule;
    rule.meta_is(NFT_META_NFPROTO, is_v4(kind) ? NFPROTO_IPV4 : NFPROTO_IPV6);
    if (protocol != 0) {
        rule.meta_is(NFT_META_L4PROTO, protocol);
        rule.load(NFT_PAYLOAD_TRANSPORT_HEADER, 2, 2);
        rule.is_in(ports_name(jails, jail));
    }
    if (is_v4(kind))
        rule.load(NFT_PAYLOAD_NETWORK_HEADER, 12, 4);
    else
        rule.load(NFT_PAYLOAD_NETWORK_HEADER, 8, 16);
    if (kind == Kind::ban6)
        rule.mask_v6(ipv6_prefix);
    rule.is_in(set_name(jails, jail, kind));
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

nftnl_set_elem* add_element(nftnl_set* set, Key key)
{
    auto* element = nftnl_set_elem_alloc();  // the set owns it
    nftnl_set_elem_set(
        element, NFTNL_SET_ELEM_KEY, key.data(), static_cast<std::uint32_t>(key.size()));
    nftnl_set_elem_add(set, element);
    return element;
}

/// Of an interval set: where the range before it ends.
void add_end(nftnl_set* set, Key key)
{
    nftnl_set_elem_set_u32(add_element(set, key), NFTNL_SET_ELEM_FLAGS, NFT_SET_ELEM_INTERVAL_END);
}

void make_ports(NftBatch& batch, const Jails& jails, std::size_t jail)
{
    const auto name = ports_name(jails, jail);
    make_set(batch, name, KeyType::inet_service, 2, NFT_SET_INTERVAL);
    const auto set = named_set(name);
    const auto bytes = [](int port) {
        return std::array {
            static_cast<unsigned char>(port >> 8), static_cast<unsigned char>(port & 0xff)};
    };
    for (const auto& range : jails[jail].ports) {
        add_element(set.get(), bytes(range.first));
        if (range.last != last_port)
            add_end(set.get(), bytes(range.last + 1));
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

void make_jail(NftBatch& batch, const Jails& jails, std::size_t jail, int ipv6_prefix)
{
    for (const auto kind : all_kinds)
        make_set(batch, set_name(jails, jail, kind), is_v4(kind) ? KeyType::ipv4 : KeyType::ipv6,
            is_v4(kind) ? 4 : 16,
            NFT_SET_TIMEOUT | (is_interval(kind) ? std::uint32_t {NFT_SET_INTERVAL} : 0));
    if (!jails[jail].ports.empty())
        make_ports(batch, jails, jail);
    for (const auto protocol : protocols(jails[jail]))
        for (const auto kind : all_kinds) {
            const auto rule = drop_rule(jails, jail, kind, protocol, ipv6_prefix);
            batch.add(NFT_MSG_NEWRULE, NLM_F_CREATE | NLM_F_APPEND,
                [&](nlmsghdr* message) { nftnl_rule_nlmsg_build_payload(message, rule.get()); });
        }
}

std::uint64_t timeout_of(const KernelBan& ban)
{
    // 0 would mean for ever.
    return static_cast<std::uint64_t>(std::max<std::int64_t>(ban.left.count(), 1));
}

void add_ban(nftnl_set* set, Kind kind, const KernelBan& ban, Timeouts timeouts)
{
    auto* element = add_element(set, ban.network.address().bytes());
    if (timeouts == Timeouts::with)
        nftnl_set_elem_set_u64(element, NFTNL_SET_ELEM_TIMEOUT, timeout_of(ban));
    const auto end = end_of(ban.network);
    if (is_interval(kind) && end)
        add_end(set, end->bytes());
}

}  // namespace

std::string_view word(Kind kind)
{
    switch (kind) {
    case Kind::ban4: return "ban4";
    case Kind::ban6: return "ban6";
    case Kind::host6: return "host6";
    case Kind::net4: return "net4";
    case Kind::net6: return "net6";
    }
    std::unreachable();
}

bool is_v4(Kind kind)
{
    return kind == Kind::ban4 || kind == Kind::net4;
}

bool is_interval(Kind kind)
{
    return kind == Kind::net4 || kind == Kind::net6;
}

Kind kind_of(const Network& network, int ipv6_prefix)
{
    if (network.address().is_v4())
        return network.bits() == 32 ? Kind::ban4 : Kind::net4;
    if (network.bits() == 128)
        return Kind::host6;
    return network.bits() == ipv6_prefix ? Kind::ban6 : Kind::net6;
}

Set named_set(const Jails& jails, std::size_t jail, Kind kind)
{
    return named_set(set_name(jails, jail, kind));
}

void remove_table(NftBatch& batch)
{
    // Made first, so that deleting cannot fail for want of one.
    add_table_message(batch, NFT_MSG_NEWTABLE);
    add_table_message(batch, NFT_MSG_DELTABLE);
}

void make_table(NftBatch& batch, const Jails& jails, int ipv6_prefix)
{
    remove_table(batch);
    add_table_message(batch, NFT_MSG_NEWTABLE);
    make_chain(batch);
    for (std::size_t jail = 0; jail < jails.size(); ++jail)
        make_jail(batch, jails, jail, ipv6_prefix);
}

std::size_t rules_of(const KernelJail& jail)
{
    return protocols(jail).size() * all_kinds.size();
}

std::size_t rules_of(const Jails& jails)
{
    std::size_t rules = 0;
    for (const auto& jail : jails)
        rules += rules_of(jail);
    return rules;
}

void send_elements(NftBatch& batch, std::uint16_t type, nftnl_set* set)
{
    const Elements elements {nftnl_set_elems_iter_create(set)};
    for (int more = 1; more > 0;)
        batch.add(type, type == NFT_MSG_NEWSETELEM ? NLM_F_CREATE : 0, [&](nlmsghdr* message) {
            more = nftnl_set_elems_nlmsg_build_payload_iter(message, elements.get());
        });
}

void for_each_set(const Jails& jails, int ipv6_prefix, std::span<const KernelBan> bans,
    Timeouts timeouts, const std::function<void(nftnl_set*)>& send)
{
    std::map<std::pair<std::size_t, Kind>, Set> sets;
    for (const auto& ban : bans) {
        const auto kind = kind_of(ban.network, ipv6_prefix);
        auto& set = sets[{ban.jail, kind}];
        if (!set)
            set = named_set(jails, ban.jail, kind);
        add_ban(set.get(), kind, ban, timeouts);
    }
    for (const auto& [place, set] : sets)
        send(set.get());
}

}  // namespace hive::nft
