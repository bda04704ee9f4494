#include "daemons/ban/nft_netlink.h"

#include <cerrno>

#include <sys/socket.h>
#include <sys/time.h>

#include <libnftnl/common.h>
#include <linux/netfilter.h>

namespace hive {
namespace {

constexpr std::size_t message_room = 128UL * 1024;  // a message's elements end at 64 kB
constexpr std::size_t answer_room = 64UL * 1024;
constexpr int receive_buffer = 8 << 20;
constexpr std::uint32_t ask_sequence = 1;

/// What one datagram of acknowledgements says.
struct Acknowledged {
    std::size_t messages = 0;
    int error = 0;  // the first errno in it
    bool is_all_refused = false;  // nothing else will be answered
};

Acknowledged acknowledged_in(const char* bytes, int size)
{
    Acknowledged seen;
    const auto* message = reinterpret_cast<const nlmsghdr*>(bytes);
    for (; mnl_nlmsg_ok(message, size); message = mnl_nlmsg_next(message, &size)) {
        if (message->nlmsg_type != NLMSG_ERROR)
            continue;
        const auto* answer = static_cast<const nlmsgerr*>(mnl_nlmsg_get_payload(message));
        ++seen.messages;
        if (answer->error == 0)
            continue;
        if (seen.error == 0)
            seen.error = -answer->error;
        seen.is_all_refused |= message->nlmsg_seq == 0;  // the number of the batch itself
    }
    return seen;
}

}  // namespace

NftBatch::NftBatch()
{
    close(nftnl_batch_begin(room(), sequence_++));
}

void NftBatch::add(
    std::uint16_t type, std::uint16_t flags, const std::function<void(nlmsghdr*)>& build)
{
    auto* message = nftnl_nlmsg_build_hdr(
        room(), type, NFPROTO_INET, static_cast<std::uint16_t>(flags | NLM_F_ACK), sequence_++);
    build(message);
    close(message);
    ++messages_;
}

char* NftBatch::room()
{
    bytes_.resize(used_ + message_room);
    return bytes_.data() + used_;
}

void NftBatch::close(const nlmsghdr* message)
{
    used_ += MNL_ALIGN(message->nlmsg_len);
}

Result<NftNetlink> NftNetlink::open()
{
    Socket socket {mnl_socket_open2(NETLINK_NETFILTER, SOCK_CLOEXEC)};
    if (!socket || mnl_socket_bind(socket.get(), 0, MNL_SOCKET_AUTOPID) < 0)
        return nft_refusal(errno, "open netlink socket");
    const int fd = mnl_socket_get_fd(socket.get());
    ::setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &receive_buffer, sizeof receive_buffer);
    // Only ends a wait that should not be.
    const timeval patience {.tv_sec = 2};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return NftNetlink {std::move(socket)};
}

int NftNetlink::commit(NftBatch& batch)
{
    batch.close(nftnl_batch_end(batch.room(), batch.sequence_++));
    // The kernel takes a batch from one send only: all of it must fit the buffer.
    const int size = static_cast<int>(batch.used_) * 2;
    ::setsockopt(mnl_socket_get_fd(socket_.get()), SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size);
    if (mnl_socket_sendto(socket_.get(), batch.bytes_.data(), batch.used_) < 0)
        return errno;
    return answers(batch.messages_);
}

int NftNetlink::answers(std::size_t expected)
{
    int error = 0;
    std::vector<char> buffer(answer_room);
    for (std::size_t seen = 0; seen < expected;) {
        const auto size = mnl_socket_recvfrom(socket_.get(), buffer.data(), buffer.size());
        if (size < 0)
            return errno;
        const auto part = acknowledged_in(buffer.data(), static_cast<int>(size));
        seen += part.messages;
        error = error != 0 ? error : part.error;
        if (part.is_all_refused)
            break;
    }
    return error;
}

int NftNetlink::ask(std::uint16_t type, std::uint16_t flags,
    const std::function<void(nlmsghdr*)>& build, mnl_cb_t answer, void* target)
{
    std::vector<char> buffer(answer_room);
    auto* message = nftnl_nlmsg_build_hdr(buffer.data(), type, NFPROTO_INET, flags, ask_sequence);
    build(message);
    if (mnl_socket_sendto(socket_.get(), message, message->nlmsg_len) < 0)
        return errno;
    const auto port = mnl_socket_get_portid(socket_.get());
    for (;;) {
        const auto size = mnl_socket_recvfrom(socket_.get(), buffer.data(), buffer.size());
        if (size < 0)
            return errno;
        const int state = mnl_cb_run(
            buffer.data(), static_cast<std::size_t>(size), ask_sequence, port, answer, target);
        if (state <= 0)
            return state < 0 ? errno : 0;
    }
}

std::unexpected<Error> nft_refusal(int errnum, std::string_view what)
{
    return std::unexpected {Error::from_errno(errnum, fmt::format("nftables: {}", what))};
}

}  // namespace hive
