#include "lib/acceptor.h"

#include <cerrno>

#include "lib/log.h"

namespace hive {
namespace {

constexpr int burst = 64;  // then the loop's other events have their turn
constexpr std::chrono::milliseconds pause_time {100};

bool is_exhaustion(int error)
{
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

}  // namespace

Acceptor::Acceptor(EventLoop& loop, Callback callback)
    : loop_ {loop}, callback_ {std::move(callback)}
{
}

Result<> Acceptor::listen(std::vector<Fd> listeners)
{
    for (auto& listener : listeners)
        listeners_.push_back(std::move(listener));
    return watch();
}

Result<> Acceptor::watch()
{
    watches_.clear();
    for (const auto& listener : listeners_)
        watches_.push_back(TRY(
            loop_.on_readable(listener.get(), [this, fd = listener.get()] { accept_from(fd); })));
    return {};
}

void Acceptor::accept_from(int listener)
{
    for (int i = 0; i < burst; ++i) {
        sockaddr_storage storage {};
        socklen_t length = sizeof storage;
        auto* const address = reinterpret_cast<sockaddr*>(&storage);
        Fd client {::accept4(listener, address, &length, SOCK_NONBLOCK | SOCK_CLOEXEC)};
        if (client) {
            callback_(std::move(client), address, length);
            continue;
        }
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            return;
        if (is_exhaustion(errno)) {
            log::warning("accepting paused: {}", std::strerror(errno));
            pause();
            return;
        }
        // Anything else is about this one client (accept(2), "Error handling").
    }
}

// A listener that stays readable would call back without end.
void Acceptor::pause()
{
    auto resume = loop_.after(pause_time, [this] {
        if (const auto watched = watch(); !watched)
            log::error("accepting stopped: {}", watched.error().message());
    });
    if (!resume) {
        log::error("accepting not paused: {}", resume.error().message());
        return;
    }
    resume_ = std::move(*resume);
    watches_.clear();
}

}  // namespace hive
