#include "lib/client_table.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>

namespace hive {

Network client_network(const Address& address)
{
    return {address, address.is_v4() ? 32 : 64};
}

Address client_address(const Address& address)
{
    if (address.is_v4())
        return address;
    std::array<unsigned char, 16> bytes {};
    std::ranges::copy(address.bytes().first(8), bytes.begin());
    return Address::from_bytes(bytes);
}

ClientTable::ClientTable(std::size_t room) : room_ {room}, heads_(std::bit_ceil(room), none)
{
    assert(room >= 1);
    // Untouched memory costs nothing; growing would hold two copies for a while.
    clients_.reserve(room);
    for (auto* links : {&chain_, &older_, &younger_})
        links->reserve(room);
}

std::size_t ClientTable::bucket(const Address& client) const
{
    return std::hash<Address> {}(client) & (heads_.size() - 1);
}

ClientTable::Slot ClientTable::find(const Address& client) const
{
    auto slot = heads_[bucket(client)];
    while (slot != none && clients_[slot] != client)
        slot = chain_[slot];
    return slot;
}

void ClientTable::link(Slot slot)
{
    older_[slot] = youngest_;
    younger_[slot] = none;
    if (youngest_ != none)
        younger_[youngest_] = slot;
    else
        oldest_ = slot;
    youngest_ = slot;
}

void ClientTable::unlink(Slot slot)
{
    const auto older = older_[slot];
    const auto younger = younger_[slot];
    (older == none ? oldest_ : younger_[older]) = younger;
    (younger == none ? youngest_ : older_[younger]) = older;
}

void ClientTable::forget(Slot slot)
{
    auto* at = &heads_[bucket(clients_[slot])];
    while (*at != slot)
        at = &chain_[*at];
    *at = chain_[slot];
    unlink(slot);
}

ClientTable::Touched ClientTable::touch(const Address& client)
{
    if (const auto slot = find(client); slot != none) {
        unlink(slot);
        link(slot);
        return {slot, false};
    }
    auto slot = static_cast<Slot>(size_);
    if (size_ == room_) {
        slot = oldest_;
        forget(slot);
        ++evicted_;
        clients_[slot] = client;
    } else {
        clients_.push_back(client);
        for (auto* links : {&chain_, &older_, &younger_})
            links->push_back(none);
        ++size_;
    }
    auto& head = heads_[bucket(client)];
    chain_[slot] = head;
    head = slot;
    link(slot);
    return {slot, true};
}

}  // namespace hive
