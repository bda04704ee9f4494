// lib/http_server.h - HTTP/1.1 server in an event loop; hides libmicrohttpd.
//
// For hive-chart and hive-portal, whose peers are hive-proxy and a few browsers: one
// thread, answers at once or later, event streams. We accept, libmicrohttpd serves.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/address.h"
#include "lib/event_loop.h"
#include "lib/fd.h"
#include "lib/result.h"

namespace hive {

struct HttpRequest {
    std::string method;  // "GET"; also for HEAD, whose answer is sent without its body
    std::string path;  // percent-decoded, without the query: "/api/lines"
    std::vector<std::pair<std::string, std::string>> query;  // decoded, in order
    std::vector<std::pair<std::string, std::string>> headers;  // names as sent
    std::string version;  // "HTTP/1.1"
    std::string body;  // at most HttpServer::Limits::body bytes
    Address client;  // TCP peer; 0.0.0.0 on a Unix socket
    bool is_local = false;  // came over a Unix socket (from hive-proxy)
    bool is_tls = false;  // came over TLS

    /// First value of a header, "" when absent. @param name in any case
    [[nodiscard]] std::string_view header(std::string_view name) const;
    /// First value of a query parameter.
    [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const;
    /// A cookie of the Cookie header, "" when absent (RFC 6265, 4.2).
    [[nodiscard]] std::string_view cookie(std::string_view name) const;
};

/// Bytes that many answers share: a view into a text that `owner` keeps alive.
struct SharedBytes {
    std::shared_ptr<const std::string> owner;
    std::string_view bytes;
};

struct HttpResponse {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    SharedBytes shared;  // sent instead of `body` when it has an owner

    static HttpResponse text(int status, std::string body);
    static HttpResponse html(int status, std::string body);
    static HttpResponse json(int status, std::string body);
    /// 303: look there with GET.
    static HttpResponse see_other(std::string location);
    HttpResponse&& with(std::string name, std::string value) &&
    {
        headers.emplace_back(std::move(name), std::move(value));
        return std::move(*this);
    }
};

/// Parses "a=1&b=two+words" (application/x-www-form-urlencoded; WHATWG URL, 5.1): an escape
/// that is none stays as it is. Pairs after the 64th are left out. Pure.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> parse_form(std::string_view text);

/// Server-sent events to any number of browsers (WHATWG HTML, 9.2). A reader gets every
/// frame in order while at most 64 wait for it; one slower than that gets the newest frame
/// of each event name, so a frame states what is, not what changed. Every 15 s a comment line
/// keeps an idle connection alive. Frames have ids; the newest 64, at most 64 kB of them, are
/// kept for readers that come back. Destroying it ends the streams.
class EventChannel {
public:
    explicit EventChannel(EventLoop& loop);
    EventChannel(const EventChannel&) = delete;
    EventChannel& operator=(const EventChannel&) = delete;
    ~EventChannel();

    /// @param event its name; data without line breaks, usually JSON
    void publish(std::string_view event, std::string_view data);
    [[nodiscard]] std::size_t readers() const;

    struct Impl;

private:
    friend class Responder;
    std::unique_ptr<Impl> impl_;
};

/// Takes the next part of a body on the loop's thread; "" ends it, nothing breaks it off so
/// that the client knows it is not whole. May be called later, or never.
using TakePart = std::move_only_function<void(std::optional<std::string>)>;
/// Asked for one part at a time; destroyed when the body is sent or the client has gone.
using BodyParts = std::move_only_function<void(TakePart)>;

/// The way back for one request. Answer exactly once, now or later, on the loop's thread;
/// destroying it unanswered answers 500. When the client has gone, answers are swallowed.
class Responder {
public:
    Responder(Responder&& other) noexcept;
    Responder& operator=(Responder&& other) noexcept;
    Responder(const Responder&) = delete;
    Responder& operator=(const Responder&) = delete;
    ~Responder();

    void send(HttpResponse response);
    /// Answers 200 text/event-stream and subscribes the client to the channel. One that comes
    /// back gets what it missed: the frames after the id in its header Last-Event-ID, or when
    /// they are not kept any more an event `missed`.
    /// @param first sent to this client at once, a whole event frame or ""
    void stream(EventChannel& channel, std::string first = {});
    /// Sends a body that is made while it is sent, part by part: memory for one part.
    /// @param head status and headers
    void send_parts(HttpResponse head, BodyParts parts);

    struct Exchange;

private:
    explicit Responder(std::shared_ptr<Exchange> exchange);
    std::shared_ptr<Exchange> exchange_;
};

/// A target with a bad escape, a NUL byte or more than 64 parameters is answered 400, a body
/// over the limit 413, without asking the handler.
class HttpServer {
public:
    struct Limits {
        std::size_t body = std::size_t {64} * 1024;  // bytes; more is answered 413
        unsigned connections = 512;
        std::chrono::seconds idle {30};  // without a byte moving; also for a whole body
        std::chrono::seconds head {10};  // until the request head is whole
    };
    using Handler = std::function<void(const HttpRequest&, Responder)>;
    /// PEM texts: a certificate, then those that vouch for it; and its key.
    struct Tls {
        std::string certificate;
        std::string key;
    };

    /// @param tls with it TLS 1.2 and 1.3 are spoken, and nothing else
    static Result<std::unique_ptr<HttpServer>> create(
        EventLoop& loop, Limits limits, Handler handler, std::optional<Tls> tls = {});
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;
    /// Ends streams and answers what waits with 503. Not from within the handler.
    ~HttpServer();

    /// Serves clients of these listening sockets, TCP or Unix.
    Result<> listen(std::vector<Fd> listeners);

    struct Impl;

private:
    explicit HttpServer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace hive
