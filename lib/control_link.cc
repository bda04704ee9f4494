#include <algorithm>
#include <cerrno>
#include <chrono>

#include <sys/socket.h>

#include "lib/address.h"
#include "lib/control.h"
#include "lib/json.h"
#include "lib/listener.h"
#include "lib/log.h"

namespace hive {
namespace {

constexpr std::chrono::milliseconds first_delay {50};
constexpr std::chrono::milliseconds longest_delay {5000};
constexpr std::size_t max_unsent = std::size_t {256} * 1024;
constexpr std::size_t max_line = 1 << 20;

}  // namespace

struct ControlLink::Impl {
    EventLoop& loop;
    Endpoint endpoint;
    Callbacks callbacks;
    std::chrono::milliseconds delay = first_delay;
    Fd fd;
    std::string received;
    std::string unsent;
    Watch readable;
    Watch writable;
    Watch retry;

    Impl(EventLoop& event_loop, Endpoint where, Callbacks calls)
        : loop {event_loop}, endpoint {std::move(where)}, callbacks {std::move(calls)}
    {
    }

    void connect()
    {
        auto connected = connect_to(endpoint);
        if (!connected)
            return retry_later();
        fd = std::move(*connected);
        auto watch = loop.on_readable(fd.get(), [this] { receive(); });
        if (!watch)
            return disconnect();
        readable = std::move(*watch);
        callbacks.connected();
    }

    void retry_later()
    {
        auto watch = loop.after(delay, [this] { connect(); });
        if (!watch)
            return log::error("{}", watch.error().message());
        retry = std::move(*watch);
        delay = std::min(delay * 2, longest_delay);
    }

    void disconnect()
    {
        readable = {};
        writable = {};
        fd.reset();
        received.clear();
        unsent.clear();
        retry_later();
        if (callbacks.lost)
            callbacks.lost();
    }

    void receive()
    {
        std::array<char, 16384> buffer {};
        const auto got = ::recv(fd.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (got <= 0)
            return disconnect();
        received.append(buffer.data(), static_cast<std::size_t>(got));
        std::size_t start = 0;
        for (auto end = received.find('\n'); end != std::string::npos;
            end = received.find('\n', start)) {
            take(std::string_view {received}.substr(start, end - start));
            start = end + 1;
        }
        received.erase(0, start);
        if (received.size() > max_line)
            disconnect();
    }

    void take(std::string_view line)
    {
        // The other end serves: only an answer proves that, an accepted connection may
        // still wait in the queue of a program that is starting.
        delay = first_delay;
        const auto object = parse_json(line);
        if (object)
            callbacks.line(*object);
        else
            log::warning("ignored {} {}", log::field("socket", endpoint.unix_path),
                log::field("answer", line.substr(0, 200)));
    }

    void flush()
    {
        const auto sent
            = ::send(fd.get(), unsent.data(), unsent.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0)
            unsent.erase(0, static_cast<std::size_t>(sent));
        // A broken connection shows as readable, too, and is taken down there.
        if (unsent.empty()) {
            writable = {};
            return;
        }
        if (writable)
            return;
        auto watch = loop.on_writable(fd.get(), [this] { flush(); });
        if (watch)
            writable = std::move(*watch);
    }
};

ControlLink::ControlLink(std::unique_ptr<Impl> impl) : impl_ {std::move(impl)} { }
ControlLink::~ControlLink() = default;

Result<std::unique_ptr<ControlLink>> ControlLink::create(
    EventLoop& loop, const std::string& socket_path, Callbacks callbacks)
{
    auto endpoint = TRY(parse_endpoint("unix:" + socket_path));
    auto impl = std::make_unique<Impl>(loop, std::move(endpoint), std::move(callbacks));
    // The first connection, too, is made from the loop: the owner gets its link first.
    impl->retry
        = TRY(loop.after(std::chrono::milliseconds {0}, [self = impl.get()] { self->connect(); }));
    return std::unique_ptr<ControlLink> {new ControlLink {std::move(impl)}};
}

bool ControlLink::send(std::string_view verb, const Json& arguments)
{
    if (!impl_->fd || impl_->unsent.size() > max_unsent)
        return false;
    impl_->unsent += fmt::format("{} {}\n", verb, to_text(arguments));
    impl_->flush();
    return true;
}

bool ControlLink::is_connected() const
{
    return static_cast<bool>(impl_->fd);
}

}  // namespace hive
