#include "daemons/ban/nft_set.h"

#include <cassert>

#include <netinet/in.h>

#include <libnftnl/gen.h>
#include <libnftnl/rule.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

#include "daemons/ban/nft_netlink.h"
#include "daemons/ban/nft_table.h"

namespace hive {
namespace {

using Rule = Handle<nftnl_rule, nftnl_rule_free>;
using Generation = Handle<nftnl_gen, nftnl_gen_free>;

}  // namespace

struct NftSet::Impl {
    NftNetlink netlink;
    nft::Groups groups;
    int ipv6_prefix = 64;
    std::uint32_t generation = 0;  // of all rules in the kernel, as we expect it to be

    Result<> commit(NftBatch& batch, std::string_view what);
    Result<std::uint32_t> current_generation();
    Result<std::size_t> rules();
    Result<> read_set(std::size_t group, nft::Kind kind, std::vector<KernelBan>& bans);
    [[nodiscard]] Network network_of(nft::Kind kind, std::span<const unsigned char> key) const;
};

Result<> NftSet::Impl::commit(NftBatch& batch, std::string_view what)
{
    if (const int error = netlink.commit(batch); error != 0)
        return nft_refusal(error, what);
    ++generation;
    return {};
}

Result<std::uint32_t> NftSet::Impl::current_generation()
{
    std::uint32_t found = 0;
    const int error = netlink.ask(
        NFT_MSG_GETGEN, NLM_F_ACK, [](nlmsghdr*) {},
        [](const nlmsghdr* message, void* target) {
            const Generation read {nftnl_gen_alloc()};
            if (nftnl_gen_nlmsg_parse(message, read.get()) == 0)
                *static_cast<std::uint32_t*>(target) = nftnl_gen_get_u32(read.get(), NFTNL_GEN_ID);
            return MNL_CB_OK;
        },
        &found);
    if (error != 0)
        return nft_refusal(error, "read generation");
    return found;
}

/// Rules in our chain; 0 when there is no such table or chain.
Result<std::size_t> NftSet::Impl::rules()
{
    const Rule filter {nftnl_rule_alloc()};
    nftnl_rule_set_str(filter.get(), NFTNL_RULE_TABLE, nft::table_name);
    nftnl_rule_set_str(filter.get(), NFTNL_RULE_CHAIN, nft::chain_name);
    std::size_t count = 0;
    const int error = netlink.ask(
        NFT_MSG_GETRULE, NLM_F_DUMP,
        [&](nlmsghdr* message) { nftnl_rule_nlmsg_build_payload(message, filter.get()); },
        [](const nlmsghdr*, void* target) {
            ++*static_cast<std::size_t*>(target);
            return MNL_CB_OK;
        },
        &count);
    if (error != 0 && error != ENOENT)
        return nft_refusal(error, "read rules");
    return count;
}

Network NftSet::Impl::network_of(nft::Kind kind, std::span<const unsigned char> key) const
{
    const auto address = Address::from_bytes(key);
    switch (kind) {
    case nft::Kind::ban4: return {address, 32};
    case nft::Kind::ban6: return {address, ipv6_prefix};
    case nft::Kind::host6: return {address, 128};
    }
    std::unreachable();
}

Result<> NftSet::Impl::read_set(std::size_t group, nft::Kind kind, std::vector<KernelBan>& bans)
{
    const auto filter = nft::named_set(groups, group, kind);
    const nft::Set found {nftnl_set_alloc()};
    const int error = netlink.ask(
        NFT_MSG_GETSETELEM, NLM_F_DUMP,
        [&](nlmsghdr* message) { nftnl_set_elems_nlmsg_build_payload(message, filter.get()); },
        [](const nlmsghdr* message, void* target) {
            nftnl_set_elems_nlmsg_parse(message, static_cast<nftnl_set*>(target));
            return MNL_CB_OK;
        },
        found.get());
    if (error != 0)
        return nft_refusal(error, fmt::format("read set {}", nft::word(kind)));
    const nft::Elements elements {nftnl_set_elems_iter_create(found.get())};
    while (auto* element = nftnl_set_elems_iter_next(elements.get())) {
        std::uint32_t size = 0;
        const auto* key = static_cast<const unsigned char*>(
            nftnl_set_elem_get(element, NFTNL_SET_ELEM_KEY, &size));
        const auto left = nftnl_set_elem_is_set(element, NFTNL_SET_ELEM_EXPIRATION)
            ? nftnl_set_elem_get_u64(element, NFTNL_SET_ELEM_EXPIRATION)
            : 0;
        if (key != nullptr && size == (kind == nft::Kind::ban4 ? 4U : 16U))
            bans.push_back({.network = network_of(kind, {key, size}),
                .group = group,
                .left = std::chrono::milliseconds {left}});
    }
    return {};
}

NftSet::NftSet(std::unique_ptr<Impl> impl) : impl_ {std::move(impl)} { }
NftSet::NftSet(NftSet&&) noexcept = default;
NftSet& NftSet::operator=(NftSet&&) noexcept = default;
NftSet::~NftSet() = default;

Result<NftSet> NftSet::open(std::vector<PortGroup> groups, int ipv6_prefix)
{
    assert(!groups.empty());
    auto impl = std::make_unique<Impl>(TRY(NftNetlink::open()), std::move(groups), ipv6_prefix);
    impl->generation = TRY(impl->current_generation());
    return NftSet {std::move(impl)};
}

Result<> NftSet::replace(std::span<const KernelBan> bans)
{
    NftBatch batch;
    nft::make_table(batch, impl_->groups, impl_->ipv6_prefix);
    nft::for_each_set(impl_->groups, bans, nft::Timeouts::with,
        [&](nftnl_set* set) { nft::send_elements(batch, NFT_MSG_NEWSETELEM, set); });
    return impl_->commit(batch, "make table inet hive");
}

Result<> NftSet::add(std::span<const KernelBan> bans)
{
    if (bans.empty())
        return {};
    NftBatch batch;
    // Adding alone leaves the time of one that is there as it is (kernels before 6.12);
    // deleting alone fails for one that is not.
    nft::for_each_set(impl_->groups, bans, nft::Timeouts::with, [&](nftnl_set* set) {
        nft::send_elements(batch, NFT_MSG_NEWSETELEM, set);
        nft::send_elements(batch, NFT_MSG_DELSETELEM, set);
        nft::send_elements(batch, NFT_MSG_NEWSETELEM, set);
    });
    return impl_->commit(batch, "add bans");
}

Result<> NftSet::remove(std::span<const KernelBan> bans)
{
    if (bans.empty())
        return {};
    NftBatch batch;
    nft::for_each_set(impl_->groups, bans, nft::Timeouts::without, [&](nftnl_set* set) {
        nft::send_elements(batch, NFT_MSG_NEWSETELEM, set);
        nft::send_elements(batch, NFT_MSG_DELSETELEM, set);
    });
    return impl_->commit(batch, "remove bans");
}

Result<> NftSet::remove_table()
{
    NftBatch batch;
    nft::remove_table(batch);
    return impl_->commit(batch, "remove table inet hive");
}

Result<std::vector<KernelBan>> NftSet::read()
{
    std::vector<KernelBan> bans;
    for (std::size_t group = 0; group < impl_->groups.size(); ++group)
        for (const auto kind : nft::all_kinds)
            TRY(impl_->read_set(group, kind, bans));
    return bans;
}

Result<NftSet::Integrity> NftSet::check()
{
    const auto generation = TRY(impl_->current_generation());
    if (generation == impl_->generation)
        return Integrity::untouched;
    impl_->generation = generation;
    const auto expected = impl_->groups.size() * nft::all_kinds.size();
    return TRY(impl_->rules()) == expected ? Integrity::sound : Integrity::broken;
}

}  // namespace hive
