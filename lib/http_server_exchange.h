// lib/http_server_exchange.h - one request and its answer, as libmicrohttpd's callbacks drive it;
// for http_server.cc and http_server_exchange.cc only.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <microhttpd.h>

#include "lib/event_channel.h"
#include "lib/http_server.h"

namespace hive {

/// One connection.
struct HttpPeer {
    using Clock = std::chrono::steady_clock;

    int fd;  // libmicrohttpd's
    Clock::time_point deadline;  // when the request must be whole; max() while it is answered
};

/// What an exchange needs of its server.
struct HttpService {
    HttpServer::Limits limits;
    HttpServer::Handler handler;
    std::function<void()> run_soon;  // lets libmicrohttpd see what was resumed
    bool is_tls = false;
    bool is_stopping = false;
};

/// One request, from its request line until its answer is sent or its client is gone.
struct Responder::Exchange : std::enable_shared_from_this<Responder::Exchange> {
    Exchange(const HttpService& service, MHD_Connection* connection, std::string target);

    /// A call of libmicrohttpd's access handler: the head, then parts of the body, then
    /// nothing more (`data` empty); once more when a suspended connection is resumed.
    MHD_Result take(std::string_view method, std::string_view version, std::string_view data);
    /// Sends the response now or when libmicrohttpd next runs. The first one counts.
    void answer(HttpResponse response);
    void stream_from(EventChannel::Impl& channel, std::string first);
    void send_parts(HttpResponse head, BodyParts parts);
    /// The server stops: ends the stream, answers what waits.
    void stop();
    /// The connection is not ours any more; a Responder may still hold the exchange.
    void close();
    HttpPeer& peer();

private:
    enum class Stage { head, body, handled };

    void take_head(std::string_view method, std::string_view version);
    MHD_Result take_body(std::string_view data);
    void handle();
    MHD_Result reply(HttpResponse& response);
    MHD_Response* make_response(HttpResponse& response);
    void suspend();
    void resume();
    static ssize_t read_stream(void* self, std::uint64_t position, char* out, std::size_t size);
    static ssize_t read_parts(void* self, std::uint64_t position, char* out, std::size_t size);
    void ask_for_part();

    const HttpService& service_;  // outlives the connection
    MHD_Connection* connection_;  // nullptr when the exchange is over
    std::string target_;
    Stage stage_ = Stage::head;
    HttpRequest request_;
    std::size_t received_ = 0;  // bytes of the body, kept or not
    std::optional<HttpResponse> response_;  // its body is sent from here
    std::unique_ptr<EventStream> stream_;
    BodyParts parts_;
    std::optional<std::string> part_;  // what is left of the newest one; "" at the end
    bool is_asked_ = false;  // for the next part
    bool is_broken_ = false;  // there will be no next part
    bool is_suspended_ = false;
};

}  // namespace hive
