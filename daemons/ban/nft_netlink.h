// daemons/ban/nft_netlink.h - a netlink socket to nftables: transactions out, answers in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include <libmnl/libmnl.h>

#include "lib/handle.h"
#include "lib/result.h"

namespace hive {

/// One transaction: messages the kernel takes all, or none.
class NftBatch {
public:
    NftBatch();
    /// Adds one message; `build` puts its payload behind the header.
    /// @param type NFT_MSG_…  @param flags NLM_F_…
    void add(std::uint16_t type, std::uint16_t flags, const std::function<void(nlmsghdr*)>& build);

private:
    friend class NftNetlink;
    char* room();
    void close(const nlmsghdr* message);

    std::vector<char> bytes_;
    std::size_t used_ = 0;
    std::size_t messages_ = 0;
    std::uint32_t sequence_ = 0;
};

/// The kernel does its work within the send: no call waits for anything but the machine.
class NftNetlink {
public:
    static Result<NftNetlink> open();

    /// @return 0, or the errno of the first message refused
    int commit(NftBatch& batch);
    /// Sends one request and gives each message of the answer to `answer` with `target`.
    /// @return 0 or an errno
    int ask(std::uint16_t type, std::uint16_t flags, const std::function<void(nlmsghdr*)>& build,
        mnl_cb_t answer, void* target);

private:
    using Socket = Handle<mnl_socket, mnl_socket_close>;
    explicit NftNetlink(Socket socket) : socket_ {std::move(socket)} { }
    int answers(std::size_t expected);
    Socket socket_;
};

/// "nftables: add bans: Operation not permitted"
[[nodiscard]] std::unexpected<Error> nft_refusal(int errnum, std::string_view what);

}  // namespace hive
