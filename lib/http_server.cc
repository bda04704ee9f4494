#include "lib/http_server.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <list>
#include <unordered_map>

#include <microhttpd.h>

#include "lib/acceptor.h"
#include "lib/handle.h"
#include "lib/http_server_exchange.h"
#include "lib/log.h"

namespace hive {
namespace {

using namespace std::chrono_literals;
using Clock = HttpPeer::Clock;
using Exchange = Responder::Exchange;

constexpr std::size_t connection_memory
    = std::size_t {16} * 1024;  // bytes; a request head must fit
constexpr auto deadline_period = 1s;

}  // namespace

struct HttpServer::Impl {
    EventLoop& loop;
    HttpService service;
    std::optional<HttpServer::Tls> tls;
    std::string trouble;  // libmicrohttpd's word on why it does not start
    std::list<HttpPeer> peers;
    std::unordered_map<Exchange*, std::shared_ptr<Exchange>> exchanges;
    Handle<MHD_Daemon, MHD_stop_daemon> daemon;
    bool is_running = false;
    bool has_resumed = false;  // while running
    Watch ready;
    Watch timer;
    Watch deadlines;
    Acceptor acceptor {loop, [this](Fd client, const sockaddr* address, socklen_t length) {
                           // Closes the client when there are too many.
                           MHD_add_connection(daemon.get(), client.release(), address, length);
                           run();
                       }};

    Impl(EventLoop& event_loop, HttpService http_service, std::optional<HttpServer::Tls> own)
        : loop {event_loop}, service {std::move(http_service)}, tls {std::move(own)}
    {
    }
    Impl(const Impl&) = delete;
    Impl(Impl&&) = delete;
    Impl& operator=(const Impl&) = delete;
    Impl& operator=(Impl&&) = delete;
    ~Impl();
    Result<> start();
    [[nodiscard]] std::vector<MHD_OptionItem> tls_options();
    void run();
    void run_soon();
    void run_in(std::chrono::milliseconds delay);
    void watch_deadlines();
    void cut_late_peers();
};

namespace {

// ---- callbacks of libmicrohttpd; `self` is the server -----------------------------------

void track_peer(
    void* self, MHD_Connection* connection, void** context, MHD_ConnectionNotificationCode code)
{
    auto& server = *static_cast<HttpServer::Impl*>(self);
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        server.peers.remove_if([context](const HttpPeer& peer) { return &peer == *context; });
        return;
    }
    const auto* info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    *context
        = &server.peers.emplace_back(info->connect_fd, Clock::now() + server.service.limits.head);
    server.watch_deadlines();
}

void* begin_exchange(void* self, const char* target, MHD_Connection* connection)
{
    auto& server = *static_cast<HttpServer::Impl*>(self);
    auto exchange = std::make_shared<Exchange>(server.service, connection, target);
    auto* const key = exchange.get();
    server.exchanges.emplace(key, std::move(exchange));
    return key;
}

MHD_Result advance_exchange(void* /*self*/, MHD_Connection* /*connection*/, const char* /*url*/,
    const char* method, const char* version, const char* data, std::size_t* size, void** exchange)
{
    const std::string_view part {data, std::exchange(*size, 0)};
    return static_cast<Exchange*>(*exchange)->take(method, version, part);
}

void end_exchange(
    void* self, MHD_Connection* /*connection*/, void** context, MHD_RequestTerminationCode /*how*/)
{
    auto& server = *static_cast<HttpServer::Impl*>(self);
    const auto node = server.exchanges.extract(static_cast<Exchange*>(*context));
    if (node.empty())
        return;
    auto& exchange = *node.mapped();
    // When the next request begins is not told: it may wait, then has its time.
    const auto& limits = server.service.limits;
    exchange.peer().deadline = Clock::now() + limits.idle + limits.head;
    exchange.close();
}

/// Only while it starts: what clients make it say later is no news.
void note_trouble(void* self, const char* format, va_list arguments)
{
    auto& server = *static_cast<HttpServer::Impl*>(self);
    if (server.daemon)
        return;
    std::array<char, 256> text {};
    std::vsnprintf(text.data(), text.size(), format, arguments);
    server.trouble = text.data();
    server.trouble.erase(server.trouble.find_last_not_of(" .\n") + 1);
}

/// The exchange decodes the raw target itself.
std::size_t leave_escaped(void* /*self*/, MHD_Connection* /*connection*/, char* text)
{
    return std::strlen(text);
}

}  // namespace

std::vector<MHD_OptionItem> HttpServer::Impl::tls_options()
{
    std::vector<MHD_OptionItem> options;
    if (tls) {
        static auto versions = std::to_array("SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2");
        options.push_back({MHD_OPTION_HTTPS_MEM_CERT, 0, tls->certificate.data()});
        options.push_back({MHD_OPTION_HTTPS_MEM_KEY, 0, tls->key.data()});
        options.push_back({MHD_OPTION_HTTPS_PRIORITIES, 0, versions.data()});
    }
    options.push_back({MHD_OPTION_END, 0, nullptr});
    return options;
}

Result<> HttpServer::Impl::start()
{
    service.run_soon = [this] { run_soon(); };
    service.is_tls = tls.has_value();
    const auto& limits = service.limits;
    unsigned flags
        = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ERROR_LOG;
    if (tls)
        flags |= MHD_USE_TLS;
    daemon.reset(MHD_start_daemon(flags, 0, nullptr, nullptr, &advance_exchange, this,
        MHD_OPTION_EXTERNAL_LOGGER, &note_trouble, this, MHD_OPTION_ARRAY, tls_options().data(),
        MHD_OPTION_URI_LOG_CALLBACK, &begin_exchange, this, MHD_OPTION_NOTIFY_COMPLETED,
        &end_exchange, this, MHD_OPTION_NOTIFY_CONNECTION, &track_peer, this,
        MHD_OPTION_UNESCAPE_CALLBACK, &leave_escaped, this, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, connection_memory, MHD_OPTION_CONNECTION_LIMIT,
        limits.connections, MHD_OPTION_CONNECTION_TIMEOUT,
        static_cast<unsigned>(limits.idle.count()), MHD_OPTION_END));
    if (!daemon)
        return trouble.empty() ? std::unexpected {Error::from_errno(errno, "start http server")}
                               : fail("start http server: {}", trouble);
    const auto* info = MHD_get_daemon_info(daemon.get(), MHD_DAEMON_INFO_EPOLL_FD);
    ready = TRY(loop.on_readable(info->epoll_fd, [this] { run(); }));
    return {};
}

// libmicrohttpd must not be stopped while a connection is suspended. What one more run
// resumes is answered or closed; new requests are refused, so that nothing suspends again.
HttpServer::Impl::~Impl()
{
    if (!daemon)
        return;
    service.is_stopping = true;
    for (const auto& [key, exchange] : exchanges)
        exchange->stop();
    MHD_run(daemon.get());
    ready = {};
    daemon.reset();  // its callbacks need the other members
}

// After every run: libmicrohttpd keeps a list of ready connections which its epoll
// descriptor does not show; only its timeout tells (0 = run again at once).
void HttpServer::Impl::run()
{
    is_running = true;
    has_resumed = false;
    MHD_run(daemon.get());
    is_running = false;
    MHD_UNSIGNED_LONG_LONG wait = 0;
    const bool has_timeout = MHD_get_timeout(daemon.get(), &wait) == MHD_YES;
    if (has_resumed)
        run_in(0ms);
    else if (has_timeout)
        run_in(std::chrono::milliseconds {wait});
    else
        timer = {};
}

void HttpServer::Impl::run_soon()
{
    has_resumed = true;
    if (!is_running)
        run_in(0ms);
}

void HttpServer::Impl::run_in(std::chrono::milliseconds delay)
{
    auto watch = loop.after(delay, [this] { run(); });
    if (watch)
        timer = std::move(*watch);
    else
        log::error("http server has no timer: {}", watch.error().message());
}

void HttpServer::Impl::watch_deadlines()
{
    if (deadlines || peers.empty())
        return;
    auto watch = loop.after(deadline_period, [this] { cut_late_peers(); });
    if (watch)
        deadlines = std::move(*watch);
    else
        log::warning("clients have no deadline: {}", watch.error().message());
}

// libmicrohttpd's own timeout starts anew with every byte, so that a client may send one a
// second for ever. It sees the shutdown as the client's hanging up.
void HttpServer::Impl::cut_late_peers()
{
    const auto now = Clock::now();
    for (const auto& peer : peers)
        if (peer.deadline <= now)
            ::shutdown(peer.fd, SHUT_RDWR);
    deadlines = {};
    watch_deadlines();
}

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_ {std::move(impl)} { }
HttpServer::~HttpServer() = default;

Result<std::unique_ptr<HttpServer>> HttpServer::create(
    EventLoop& loop, Limits limits, Handler handler, std::optional<Tls> tls)
{
    auto impl = std::make_unique<Impl>(
        loop, HttpService {.limits = limits, .handler = std::move(handler)}, std::move(tls));
    TRY(impl->start());
    return std::unique_ptr<HttpServer> {new HttpServer {std::move(impl)}};
}

Result<> HttpServer::listen(std::vector<Fd> listeners)
{
    return impl_->acceptor.listen(std::move(listeners));
}

}  // namespace hive
