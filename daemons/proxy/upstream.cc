#include "daemons/proxy/upstream.h"

#include <algorithm>
#include <cerrno>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "daemons/proxy/coarse_time.h"
#include "daemons/proxy/gather_write.h"

namespace hive {

namespace {

constexpr std::size_t max_idle = 64;
constexpr std::chrono::seconds max_idle_time {15};
constexpr timeval retry_delay {.tv_sec = 0, .tv_usec = 5000};

}  // namespace

Upstream::Upstream(event_base* base, const SocketAddress& address)
    : base_ {base}, address_ {address}
{
    event_assign(
        &retry_, base, -1, 0,
        [](evutil_socket_t /*fd*/, short /*what*/, void* self) {
            static_cast<Upstream*>(self)->try_connect();
        },
        this);
}

Upstream::~Upstream()
{
    event_del(&retry_);
}

void Upstream::abandon()
{
    user_ = nullptr;
    event_del(&retry_);
    readable_.stop();
    writable_.stop();
}

void Upstream::connect()
{
    // From the loop: a refusal at once must not call back into a caller that is not ready.
    event_active(&retry_, EV_TIMEOUT, 1);
}

void Upstream::retry_soon()
{
    fd_.reset();
    event_add(&retry_, &retry_delay);
}

void Upstream::try_connect()
{
    const int family = address_.storage.ss_family;
    fd_.reset(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!fd_)
        return user_->on_upstream_unreachable(errno);
    if (family != AF_UNIX) {
        const int on = 1;
        ::setsockopt(fd_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    readable_.assign<&Upstream::on_readable>(base_, fd_.get(), Readiness::read, this);
    writable_.assign<&Upstream::on_writable>(base_, fd_.get(), Readiness::write, this);
    if (::connect(fd_.get(), address_.get(), address_.length) == 0)
        return connected();
    if (errno == EINPROGRESS)
        return writable_.start();
    // The queue of a Unix socket is full: its server is busy, or about to be started again.
    if (errno == EAGAIN)
        return retry_soon();
    user_->on_upstream_unreachable(errno);
}

void Upstream::connected()
{
    is_connected_ = true;
    readable_.start();
    flush();
}

void Upstream::on_writable()
{
    if (is_connected_)
        return flush();
    int errnum = 0;
    socklen_t length = sizeof errnum;
    ::getsockopt(fd_.get(), SOL_SOCKET, SO_ERROR, &errnum, &length);
    if (errnum == 0)
        return connected();
    writable_.stop();
    user_->on_upstream_unreachable(errnum);
}

void Upstream::flush()
{
    if (!pending_.empty() && write_pending(fd_.get(), pending_) != 0) {
        is_broken_ = true;
        pending_ = {};
    }
    writable_.turn(!pending_.empty());
    if (pending_.empty() && is_ending_)
        ::shutdown(fd_.get(), SHUT_WR);
    if (pending_.empty())
        user_->on_upstream_clear();
}

void Upstream::end_sending()
{
    is_ending_ = true;
    if (is_clear())
        ::shutdown(fd_.get(), SHUT_WR);
}

void Upstream::send(std::span<const std::string_view> pieces)
{
    if (is_broken_)
        return;
    if (!is_clear()) {
        for (const auto piece : pieces)
            pending_ += piece;
        return;
    }
    is_broken_ = gather_write(fd_.get(), pieces, pending_) != 0;
    if (!pending_.empty())
        writable_.start();
}

ssize_t Upstream::read(std::span<char> room) const
{
    return ::recv(fd_.get(), room.data(), room.size(), MSG_DONTWAIT);
}

void Upstream::on_readable()
{
    user_->on_upstream_readable();
}

UpstreamPool::UpstreamPool(event_base* base, const Endpoint& endpoint)
    : base_ {base}, endpoint_ {endpoint}, address_ {socket_address(endpoint)}
{
}

std::unique_ptr<Upstream> UpstreamPool::take_idle()
{
    if (idle_.empty())
        return nullptr;
    auto upstream = std::move(idle_.back());
    idle_.pop_back();
    return upstream;
}

std::unique_ptr<Upstream> UpstreamPool::make()
{
    return std::make_unique<Upstream>(base_, address_);
}

void UpstreamPool::give_back(std::unique_ptr<Upstream> upstream)
{
    if (idle_.size() == max_idle)
        idle_.erase(idle_.begin());
    upstream->set_user(this);
    upstream->resume_reading();
    upstream->idle_since = coarse_steady_now();
    idle_.push_back(std::move(upstream));
}

void UpstreamPool::close_stale(Upstream::Clock::time_point now)
{
    std::erase_if(
        idle_, [&](const auto& upstream) { return upstream->idle_since + max_idle_time < now; });
}

void UpstreamPool::on_upstream_readable()
{
    // Which one it was is not told; a read that would block says which are fine.
    std::erase_if(idle_, [](const auto& upstream) {
        char byte = 0;
        return upstream->read({&byte, 1}) >= 0 || errno != EAGAIN;
    });
}

}  // namespace hive
