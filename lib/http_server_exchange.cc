#include "lib/http_server_exchange.h"

#include <sys/socket.h>

#include <algorithm>
#include <charconv>

#include "lib/encoding.h"
#include "lib/handle.h"
#include "lib/log.h"

namespace hive {
namespace {

using Clock = HttpPeer::Clock;

constexpr std::size_t parameter_limit = 64;
constexpr std::size_t overrun = std::size_t {1024} * 1024;  // bytes read beyond the body limit
constexpr std::size_t stream_block = std::size_t {16} * 1024;  // bytes

HttpResponse refusal(int status, std::string_view why)
{
    // What follows on the connection cannot be trusted to be a request.
    return HttpResponse::text(status, fmt::format("{}\n", why)).with("Connection", "close");
}

MHD_Result add_header(void* self, MHD_ValueKind /*kind*/, const char* name, std::size_t name_size,
    const char* value, std::size_t value_size)
{
    static_cast<HttpRequest*>(self)->headers.emplace_back(
        std::string {name, name_size}, value != nullptr ? std::string {value, value_size} : "");
    return MHD_YES;
}

/// Splits and decodes a request target, strictly and once.
/// @return why it is refused, "" when it is good
std::string_view read_target(HttpRequest& request, std::string_view target)
{
    const auto end = std::min(target.find('?'), target.size());
    const auto query = target.substr(std::min(end + 1, target.size()));
    auto path = percent_decode(target.substr(0, end));
    const auto decoded_query = percent_decode(query);
    if (!path || !decoded_query || path->contains('\0') || decoded_query->contains('\0'))
        return "bad escape in the address";
    if (!path->starts_with('/'))
        return "address is no path";
    if (std::ranges::count(query, '&') >= static_cast<std::ptrdiff_t>(parameter_limit))
        return "too many parameters";
    request.path = std::move(*path);
    request.query = parse_form(query);
    return {};
}

/// Declared length of the body. @return 0 when it is not declared
std::size_t declared_length(const HttpRequest& request)
{
    const auto text = request.header("Content-Length");
    std::size_t length = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), length);
    return parsed.ec == std::errc::result_out_of_range ? SIZE_MAX : length;
}

void read_origin(HttpRequest& request, MHD_Connection* connection)
{
    const auto* info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (info == nullptr || info->client_addr == nullptr)
        return;
    request.is_local = info->client_addr->sa_family == AF_UNIX;
    request.client = Address::from_socket(info->client_addr);
}

}  // namespace

Responder::Exchange::Exchange(
    const HttpService& service, MHD_Connection* connection, std::string target)
    : service_ {service}, connection_ {connection}, target_ {std::move(target)}
{
}

HttpPeer& Responder::Exchange::peer()
{
    const auto* info = MHD_get_connection_info(connection_, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return *static_cast<HttpPeer*>(info->socket_context);
}

MHD_Result Responder::Exchange::take(
    std::string_view method, std::string_view version, std::string_view data)
{
    switch (stage_) {
    case Stage::head: take_head(method, version); return response_ ? reply(*response_) : MHD_YES;
    case Stage::body:
        if (!data.empty())
            return take_body(data);
        handle();
        break;
    case Stage::handled: break;
    }
    if (response_)
        return reply(*response_);
    suspend();
    return MHD_YES;
}

void Responder::Exchange::take_head(std::string_view method, std::string_view version)
{
    request_.version = version;
    request_.is_tls = service_.is_tls;
    request_.method = method == "HEAD" ? "GET" : method;
    MHD_get_connection_values_n(connection_, MHD_HEADER_KIND, &add_header, &request_);
    read_origin(request_, connection_);
    peer().deadline = Clock::now() + service_.limits.idle;
    stage_ = Stage::body;
    if (const auto why = read_target(request_, target_); !why.empty())
        response_ = refusal(400, why);
    else if (declared_length(request_) > service_.limits.body)
        response_ = refusal(413, "body too large");
}

MHD_Result Responder::Exchange::take_body(std::string_view data)
{
    received_ += data.size();
    if (received_ <= service_.limits.body)
        request_.body += data;
    // Only a whole request can be answered: a little more is read for the 413 to arrive.
    return received_ <= service_.limits.body + overrun ? MHD_YES : MHD_NO;
}

void Responder::Exchange::handle()
{
    stage_ = Stage::handled;
    peer().deadline = Clock::time_point::max();
    if (service_.is_stopping)
        response_ = refusal(503, "stopping");
    else if (received_ > service_.limits.body)
        response_ = refusal(413, "body too large");
    else
        service_.handler(request_, Responder {shared_from_this()});
}

MHD_Result Responder::Exchange::reply(HttpResponse& response)
{
    Handle<MHD_Response, MHD_destroy_response> handle {make_response(response)};
    if (!handle) {
        stream_.reset();
        response = refusal(500, "internal error");
        handle.reset(make_response(response));
    }
    if (!handle)
        return MHD_NO;
    return MHD_queue_response(connection_, static_cast<unsigned>(response.status), handle.get());
}

/// @return nullptr when a header cannot be sent
MHD_Response* Responder::Exchange::make_response(HttpResponse& response)
{
    Handle<MHD_Response, MHD_destroy_response> handle;
    if (stream_ || parts_) {
        handle.reset(MHD_create_response_from_callback(
            MHD_SIZE_UNKNOWN, stream_block, stream_ ? &read_stream : &read_parts, this, nullptr));
    } else {
        // Sent from where the body is: an exchange lives until its answer is out.
        const auto bytes = response.shared.owner ? response.shared.bytes : response.body;
        handle.reset(MHD_create_response_from_buffer(
            bytes.size(), const_cast<char*>(bytes.data()), MHD_RESPMEM_PERSISTENT));
    }
    for (const auto& [name, value] : response.headers)
        if (handle
            && MHD_add_response_header(handle.get(), name.c_str(), value.c_str()) != MHD_YES) {
            log::warning("refused response header {}", log::field(name, value));
            return nullptr;
        }
    return handle.release();
}

ssize_t Responder::Exchange::read_stream(
    void* self, std::uint64_t /*position*/, char* out, std::size_t size)
{
    auto& exchange = *static_cast<Exchange*>(self);
    if (const auto count = exchange.stream_->read(out, size); count > 0)
        return static_cast<ssize_t>(count);
    if (exchange.stream_->has_ended())
        return MHD_CONTENT_READER_END_OF_STREAM;
    exchange.suspend();  // or libmicrohttpd would ask again at once
    return 0;
}

ssize_t Responder::Exchange::read_parts(
    void* self, std::uint64_t /*position*/, char* out, std::size_t size)
{
    auto& exchange = *static_cast<Exchange*>(self);
    if (exchange.is_broken_)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    if (!exchange.part_) {
        exchange.ask_for_part();
        return 0;
    }
    auto& part = *exchange.part_;
    if (part.empty())
        return MHD_CONTENT_READER_END_OF_STREAM;
    const auto count = part.copy(out, size);
    part.erase(0, count);
    if (part.empty())
        exchange.part_.reset();
    return static_cast<ssize_t>(count);
}

void Responder::Exchange::ask_for_part()
{
    suspend();
    if (std::exchange(is_asked_, true))
        return;
    parts_([asker = weak_from_this()](std::optional<std::string> part) {
        const auto exchange = asker.lock();
        if (!exchange || exchange->connection_ == nullptr)
            return;
        exchange->is_asked_ = false;
        exchange->is_broken_ = !part;
        exchange->part_ = std::move(part);
        exchange->resume();
    });
}

void Responder::Exchange::suspend()
{
    is_suspended_ = true;
    MHD_suspend_connection(connection_);
}

void Responder::Exchange::resume()
{
    if (!std::exchange(is_suspended_, false))
        return;
    MHD_resume_connection(connection_);
    service_.run_soon();
}

void Responder::Exchange::answer(HttpResponse response)
{
    if (connection_ == nullptr || response_)
        return;
    response_ = std::move(response);
    resume();
}

void Responder::Exchange::stream_from(EventChannel::Impl& channel, std::string first)
{
    if (connection_ == nullptr || response_)
        return;
    stream_ = std::make_unique<EventStream>(
        channel, std::move(first), request_.header("Last-Event-ID"), [this] { resume(); });
    answer({.headers = {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}}});
}

void Responder::Exchange::send_parts(HttpResponse head, BodyParts parts)
{
    if (connection_ == nullptr || response_)
        return;
    parts_ = std::move(parts);
    answer(std::move(head));
}

void Responder::Exchange::stop()
{
    if (stream_)
        stream_->end();
    if (parts_ && is_asked_) {
        is_broken_ = true;
        resume();
    }
    if (stage_ == Stage::handled)
        answer(refusal(503, "stopping"));
}

void Responder::Exchange::close()
{
    stream_.reset();
    parts_ = {};
    connection_ = nullptr;
}

Responder::Responder(std::shared_ptr<Exchange> exchange) : exchange_ {std::move(exchange)} { }
Responder::Responder(Responder&&) noexcept = default;

Responder& Responder::operator=(Responder&& other) noexcept
{
    std::swap(exchange_, other.exchange_);
    return *this;
}

Responder::~Responder()
{
    send(HttpResponse::text(500, "internal error\n"));
}

void Responder::send(HttpResponse response)
{
    if (const auto exchange = std::exchange(exchange_, nullptr))
        exchange->answer(std::move(response));
}

void Responder::stream(EventChannel& channel, std::string first)
{
    if (const auto exchange = std::exchange(exchange_, nullptr))
        exchange->stream_from(*channel.impl_, std::move(first));
}

void Responder::send_parts(HttpResponse head, BodyParts parts)
{
    if (const auto exchange = std::exchange(exchange_, nullptr))
        exchange->send_parts(std::move(head), std::move(parts));
}

}  // namespace hive
