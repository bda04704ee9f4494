// lib/client_table.h - numbers the clients that were seen last; bounded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "lib/address.h"

namespace hive {

/// Whom an address stands for: itself, of IPv6 its /64, as one machine has them all.
[[nodiscard]] Network client_network(const Address& address);
/// The address clients of that network are known by: IPv6 without the last 64 bits.
[[nodiscard]] Address client_address(const Address& address);

/// Gives each client a slot, 0 to room - 1. When all are taken the client silent longest goes.
/// About 34 bytes a client. What is kept of a client lies in arrays indexed by its slot.
class ClientTable {
public:
    using Slot = std::uint32_t;
    static constexpr Slot none = 0xffff'ffff;

    /// @param room clients at most, >= 1
    explicit ClientTable(std::size_t room);

    [[nodiscard]] Slot find(const Address& client) const;
    /// Whose slot a new client would take now; none while there is room.
    [[nodiscard]] Slot next_to_go() const { return size_ == room_ ? oldest_ : none; }
    /// Makes the client the youngest. @return its slot, and whether it is new there
    struct Touched {
        Slot slot;
        bool is_new;
    };
    Touched touch(const Address& client);

    [[nodiscard]] const Address& client(Slot slot) const { return clients_[slot]; }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::uint64_t evicted() const { return evicted_; }

private:
    [[nodiscard]] std::size_t bucket(const Address& client) const;
    void link(Slot slot);
    void unlink(Slot slot);
    void forget(Slot slot);

    std::size_t room_;
    std::size_t size_ = 0;
    std::uint64_t evicted_ = 0;
    Slot oldest_ = none;
    Slot youngest_ = none;
    std::vector<Slot> heads_;  // of the chains, a power of two
    std::vector<Address> clients_;  // by slot, as all below
    std::vector<Slot> chain_;
    std::vector<Slot> older_;
    std::vector<Slot> younger_;
};

}  // namespace hive
