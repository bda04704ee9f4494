#include "daemons/ban/nft_set.h"

#include <array>
#include <cassert>
#include <map>

#include <netinet/in.h>

#include <libnftnl/gen.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

#include "daemons/ban/nft_netlink.h"
#include "daemons/ban/nft_table.h"

namespace hive {
namespace {

using Generation = Handle<nftnl_gen, nftnl_gen_free>;
using Bytes = std::span<const unsigned char>;
using Marks = std::map<Address, std::optional<std::chrono::milliseconds>>;

int whole(const Address& address)
{
    return address.is_v4() ? 32 : 128;
}

Bytes key_of(nftnl_set_elem* element)
{
    std::uint32_t size = 0;
    const auto* key
        = static_cast<const unsigned char*>(nftnl_set_elem_get(element, NFTNL_SET_ELEM_KEY, &size));
    return key == nullptr ? Bytes {} : Bytes {key, size};
}

std::chrono::milliseconds left_of(nftnl_set_elem* element)
{
    return std::chrono::milliseconds {nftnl_set_elem_is_set(element, NFTNL_SET_ELEM_EXPIRATION)
            ? nftnl_set_elem_get_u64(element, NFTNL_SET_ELEM_EXPIRATION)
            : 0};
}

/// Where a range starts and where it ends come as two elements, in any order. One range may
/// end where the next one starts.
void mark(Marks& marks, nftnl_set_elem* element, Bytes key)
{
    const bool is_end = nftnl_set_elem_is_set(element, NFTNL_SET_ELEM_FLAGS)
        && (nftnl_set_elem_get_u32(element, NFTNL_SET_ELEM_FLAGS) & NFT_SET_ELEM_INTERVAL_END) != 0;
    auto& left = marks[Address::from_bytes(key)];
    if (!is_end)
        left = left_of(element);
}

void add_ranges(const Marks& marks, std::size_t jail, std::vector<KernelBan>& bans)
{
    for (auto it = marks.begin(); it != marks.end(); ++it) {
        const auto next = std::next(it);
        const auto& [address, left] = *it;
        if (!left)
            continue;
        const auto end = next == marks.end() ? std::nullopt : std::optional {next->first};
        const auto is_it = [&](int bits) {
            const Network network {address, bits};
            return network.address() == address && end_of(network) == end;
        };
        int bits = 0;
        while (bits < whole(address) && !is_it(bits))
            ++bits;
        bans.push_back({.network = {address, bits}, .jail = jail, .left = *left});
    }
}

}  // namespace

struct NftSet::Impl {
    NftNetlink netlink;
    nft::Jails jails;
    int ipv6_prefix = 64;
    std::uint32_t generation = 0;  // of all rules in the kernel, as we expect it to be

    Result<> commit(NftBatch& batch, std::string_view what);
    Result<std::uint32_t> current_generation();
    Result<nft::Set> read_set(std::size_t jail, nft::Kind kind);
    Result<> read_bans(std::size_t jail, nft::Kind kind, std::vector<KernelBan>& bans);
    [[nodiscard]] Network network_of(nft::Kind kind, Bytes key) const;
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

Network NftSet::Impl::network_of(nft::Kind kind, Bytes key) const
{
    const auto address = Address::from_bytes(key);
    return {address, kind == nft::Kind::ban6 ? ipv6_prefix : whole(address)};
}

Result<nft::Set> NftSet::Impl::read_set(std::size_t jail, nft::Kind kind)
{
    const auto filter = nft::named_set(jails, jail, kind);
    nft::Set found {nftnl_set_alloc()};
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
    return found;
}

Result<> NftSet::Impl::read_bans(std::size_t jail, nft::Kind kind, std::vector<KernelBan>& bans)
{
    const auto found = TRY(read_set(jail, kind));
    const nft::Elements elements {nftnl_set_elems_iter_create(found.get())};
    std::map<Address, std::optional<std::chrono::milliseconds>> marks;  // none: an end
    while (auto* element = nftnl_set_elems_iter_next(elements.get())) {
        const auto key = key_of(element);
        if (key.size() != (nft::is_v4(kind) ? 4U : 16U))
            continue;
        if (nft::is_interval(kind))
            mark(marks, element, key);
        else
            bans.push_back({network_of(kind, key), jail, left_of(element)});
    }
    add_ranges(marks, jail, bans);
    return {};
}

NftSet::NftSet(std::unique_ptr<Impl> impl) : impl_ {std::move(impl)} { }
NftSet::NftSet(NftSet&&) noexcept = default;
NftSet& NftSet::operator=(NftSet&&) noexcept = default;
NftSet::~NftSet() = default;

bool is_range(const Network& network, int ipv6_prefix)
{
    return nft::is_interval(nft::kind_of(network, ipv6_prefix));
}

std::optional<Address> end_of(const Network& network)
{
    std::array<unsigned char, 16> bytes {};
    const auto start = network.address().bytes();
    std::ranges::copy(start, bytes.begin());
    for (int bit = network.bits() - 1; bit >= 0; --bit) {
        auto& byte = bytes.at(static_cast<std::size_t>(bit) / 8);
        const auto one = static_cast<unsigned char>(0x80U >> (static_cast<unsigned>(bit) % 8));
        byte ^= one;  // adds at this place; a bit that was set carries to the one before
        if ((byte & one) != 0)
            return Address::from_bytes({bytes.data(), start.size()});
    }
    return std::nullopt;
}

Result<NftSet> NftSet::open(std::vector<KernelJail> jails, int ipv6_prefix)
{
    assert(!jails.empty());
    auto impl = std::make_unique<Impl>(TRY(NftNetlink::open()), std::move(jails), ipv6_prefix);
    impl->generation = TRY(impl->current_generation());
    return NftSet {std::move(impl)};
}

Result<> NftSet::replace(std::span<const KernelBan> bans)
{
    NftBatch batch;
    nft::make_table(batch, impl_->jails, impl_->ipv6_prefix);
    nft::for_each_set(impl_->jails, impl_->ipv6_prefix, bans, nft::Timeouts::with,
        [&](nftnl_set* set) { nft::send_elements(batch, NFT_MSG_NEWSETELEM, set); });
    return impl_->commit(batch, "make table inet hive");
}

Result<> NftSet::add(std::span<const KernelBan> bans, Novelty novelty)
{
    if (bans.empty())
        return {};
    NftBatch batch;
    nft::for_each_set(
        impl_->jails, impl_->ipv6_prefix, bans, nft::Timeouts::with, [&](nftnl_set* set) {
            nft::send_elements(batch, NFT_MSG_NEWSETELEM, set);
            if (novelty == Novelty::fresh)
                return;
            // Adding alone leaves the time of one that is there as it is (kernels before
            // 6.12); deleting alone fails for one that is not.
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
    nft::for_each_set(
        impl_->jails, impl_->ipv6_prefix, bans, nft::Timeouts::without, [&](nftnl_set* set) {
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
    for (std::size_t jail = 0; jail < impl_->jails.size(); ++jail)
        for (const auto kind : nft::all_kinds)
            TRY(impl_->read_bans(jail, kind, bans));
    return bans;
}

Result<std::vector<Dropped>> NftSet::dropped()
{
    const auto rules = TRY(read_rules(impl_->netlink));
    std::vector<Dropped> by_jail(impl_->jails.size());
    std::size_t rule = 0;
    for (std::size_t jail = 0; jail < by_jail.size(); ++jail)
        for (const auto end = rule + nft::rules_of(impl_->jails[jail]); rule < end; ++rule)
            if (rule < rules.size())
                by_jail[jail] += rules[rule];
    return by_jail;
}

Result<NftSet::Integrity> NftSet::check()
{
    const auto generation = TRY(impl_->current_generation());
    if (generation == impl_->generation)
        return Integrity::untouched;
    impl_->generation = generation;
    return TRY(read_rules(impl_->netlink)).size() == nft::rules_of(impl_->jails)
        ? Integrity::sound
        : Integrity::broken;
}

}  // namespace hive
