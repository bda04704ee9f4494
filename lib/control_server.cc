#include <algorithm>
#include <cerrno>
#include <deque>
#include <map>
#include <utility>

#include <grp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/account.h"
#include "lib/control.h"
#include "lib/json.h"
#include "lib/log.h"

namespace hive {
namespace {

constexpr std::size_t max_line = std::size_t {64} * 1024;
constexpr std::size_t max_unsent = 1 << 20;
constexpr const char* admin_group = "hive-admin";

/// Who connected, as the kernel says (SO_PEERCRED, unix(7)).
ucred peer_credentials(int fd)
{
    ucred credentials {.pid = 0, .uid = static_cast<uid_t>(-1), .gid = static_cast<gid_t>(-1)};
    socklen_t size = sizeof credentials;
    ::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &size);
    return credentials;
}

bool is_admin(const std::string& user, gid_t gid)
{
    const auto* group = ::getgrnam(admin_group);
    if (group == nullptr)
        return false;
    if (group->gr_gid == gid)
        return true;
    for (char** member = group->gr_mem; *member != nullptr; ++member)
        if (user == *member)
            return true;
    return false;
}

struct Verb {
    std::string help;
    std::vector<std::string> users;
    ControlServer::Handler handler;
};

}  // namespace

/// One connected peer. Held by the server; ControlReply only looks.
struct ControlReply::Peer {
    Fd fd;
    ucred credentials {};
    std::string received;
    std::string unsent;
    bool is_busy = false;  // a request is being answered
    bool is_closing = false;
    std::move_only_function<void()> on_close;
    std::function<void()> flush;  // tells the server that `unsent` grew
    std::function<void()> next;  // tells the server that the answer is complete
    Watch readable;
    Watch writable;

    void append(std::string_view line)
    {
        if (unsent.size() + line.size() > max_unsent)
            is_closing = true;
        else
            (unsent += line) += '\n';
        flush();
    }
    void finish(std::string_view line)
    {
        is_busy = false;
        on_close = {};
        append(line);
        next();
    }
};

void ControlReply::line(const Json& object) const
{
    if (const auto peer = peer_.lock())
        peer->append(to_text(object));
}

void ControlReply::done(const Json& object) const
{
    auto last = object;
    last["done"] = true;
    if (const auto peer = peer_.lock())
        peer->finish(to_text(last));
}

void ControlReply::done() const
{
    done(Json::object());
}

void ControlReply::fail(std::string_view why) const
{
    done({{"error", why}});
}

bool ControlReply::is_open() const
{
    const auto peer = peer_.lock();
    return peer && !peer->is_closing;
}

void ControlReply::on_close(std::move_only_function<void()> callback) const
{
    if (const auto peer = peer_.lock())
        peer->on_close = std::move(callback);
}

struct ControlServer::Impl {
    using Peer = ControlReply::Peer;

    EventLoop& loop;
    std::vector<Fd> listeners;
    std::map<std::string, Verb, std::less<>> verbs;
    std::map<int, std::shared_ptr<Peer>> peers;  // by descriptor
    std::vector<Watch> accepting;

    explicit Impl(EventLoop& event_loop) : loop {event_loop} { }

    Result<> watch_listeners()
    {
        for (const auto& listener : listeners)
            accepting.push_back(TRY(loop.on_readable(
                listener.get(), [this, fd = listener.get()] { accept_peer(fd); })));
        return {};
    }

    void accept_peer(int listener)
    {
        Fd fd {::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)};
        if (!fd)
            return;
        if (peers.size() >= max_peers) {
            constexpr std::string_view busy = "{\"error\":\"busy\",\"done\":true}\n";
            [[maybe_unused]] const auto sent
                = ::send(fd.get(), busy.data(), busy.size(), MSG_NOSIGNAL);
            return;
        }
        auto peer = std::make_shared<Peer>();
        const int key = fd.get();
        peer->credentials = peer_credentials(key);
        peer->fd = std::move(fd);
        peer->flush = [this, key] { flush(key); };
        peer->next = [this, key] { loop.post([this, key] { serve(key); }); };
        auto watch = loop.on_readable(key, [this, key] { receive(key); });
        if (!watch)
            return log::error("{}", watch.error().message());
        peer->readable = std::move(*watch);
        peers.emplace(key, std::move(peer));
    }

    void receive(int key)
    {
        const auto peer = peers.at(key);
        std::array<char, 16384> buffer {};
        const auto got = ::recv(key, buffer.data(), buffer.size(), 0);
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (got <= 0)
            return drop(key);
        peer->received.append(buffer.data(), static_cast<std::size_t>(got));
        // A peer may send ahead only what one request line holds.
        if (peer->received.size() > max_line)
            return drop(key);
        serve(key);
    }

    void serve(int key)
    {
        const auto found = peers.find(key);
        if (found == peers.end())
            return;
        const auto peer = found->second;
        while (!peer->is_busy && !peer->is_closing) {
            const auto end = peer->received.find('\n');
            if (end == std::string::npos)
                return;
            const auto line = peer->received.substr(0, end);
            peer->received.erase(0, end + 1);
            peer->is_busy = true;
            answer(peer, line);
        }
    }

    void answer(const std::shared_ptr<Peer>& peer, std::string_view line)
    {
        ControlReply reply;
        reply.peer_ = peer;
        const auto request = parse_control_request(line);
        if (!request)
            return reply.fail(request.error().message());
        const auto verb = verbs.find(request->verb);
        if (verb == verbs.end())
            return reply.fail(fmt::format("unknown verb '{}'; 'help' lists them", request->verb));
        if (!is_served(verb->second, peer->credentials))
            return reply.fail(fmt::format(
                "user {} may not use '{}'", user_name(peer->credentials.uid), request->verb));
        const auto arguments = parse_json(request->arguments);
        if (!arguments)
            return reply.fail(arguments.error().message());
        verb->second.handler(*arguments, reply);
    }

    static bool is_served(const Verb& verb, const ucred& peer)
    {
        if (peer.uid == 0 || peer.uid == ::geteuid())
            return true;
        const auto user = user_name(peer.uid);
        return std::ranges::any_of(verb.users, [&](const auto& name) {
            return name == "*" || name == user;
        }) || is_admin(user, peer.gid);
    }

    void flush(int key)
    {
        const auto found = peers.find(key);
        if (found == peers.end())
            return;
        const auto peer = found->second;
        const auto sent
            = ::send(key, peer->unsent.data(), peer->unsent.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0)
            peer->unsent.erase(0, static_cast<std::size_t>(sent));
        if (peer->is_closing || (sent < 0 && errno != EAGAIN && errno != EINTR))
            return loop.post([this, peer, key] { drop_if_same(peer, key); });
        if (peer->unsent.empty())
            peer->writable = {};
        else if (!peer->writable)
            watch_writable(*peer, key);
    }

    void watch_writable(Peer& peer, int key)
    {
        auto watch = loop.on_writable(key, [this, key] { flush(key); });
        if (watch)
            peer.writable = std::move(*watch);
    }

    /// The descriptor may have been reused for another peer since this was posted.
    void drop_if_same(const std::shared_ptr<Peer>& peer, int key)
    {
        const auto found = peers.find(key);
        if (found != peers.end() && found->second == peer)
            drop(key);
    }

    void drop(int key)
    {
        const auto peer = peers.extract(key).mapped();
        peer->readable = {};
        peer->writable = {};
        peer->is_closing = true;
        if (peer->on_close)
            std::exchange(peer->on_close, {})();
    }

    [[nodiscard]] Json help() const
    {
        auto list = Json::object();
        for (const auto& [name, verb] : verbs)
            list[name] = verb.help;
        return {{"verbs", list}};
    }
};

ControlServer::ControlServer(std::unique_ptr<Impl> impl) : impl_ {std::move(impl)} { }
ControlServer::~ControlServer() = default;

Result<std::unique_ptr<ControlServer>> ControlServer::create(
    EventLoop& loop, std::vector<Fd> listeners)
{
    auto impl = std::make_unique<Impl>(loop);
    impl->listeners = std::move(listeners);
    TRY(impl->watch_listeners());
    auto* const inner = impl.get();
    std::unique_ptr<ControlServer> server {new ControlServer {std::move(impl)}};
    server->verb("help", "The verbs of this program.", {"*"},
        [inner](
            const Json& /*arguments*/, const ControlReply& reply) { reply.done(inner->help()); });
    return server;
}

std::vector<int> ControlServer::listeners() const
{
    std::vector<int> fds;
    for (const auto& listener : impl_->listeners)
        fds.push_back(listener.get());
    return fds;
}

void ControlServer::verb(
    std::string name, std::string help, std::vector<std::string> users, Handler handler)
{
    impl_->verbs.insert_or_assign(std::move(name),
        Verb {.help = std::move(help), .users = std::move(users), .handler = std::move(handler)});
}

}  // namespace hive
