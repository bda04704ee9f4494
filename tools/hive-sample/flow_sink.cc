#include "tools/hive-sample/flow_sink.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <string_view>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "lib/address.h"
#include "lib/csv_line.h"

namespace hive {
namespace {

constexpr std::size_t much = 64U << 10U;  // bytes

}  // namespace

std::string flow_csv_header()
{
    const FlowFields fields;
    return fmt::format("{},{},{},{},{}\n", fmt::join(fields.features, ","), fields.source,
        fields.destination, fields.timestamp, fields.label);
}

std::string format_flow_csv(const Flow& flow)
{
    const auto time = flow.time ? flow.time->time_since_epoch().count() : 0;
    return fmt::format("{},{},{},{}.{:06},{}\n", fmt::join(flow.features, ","),
        csv_quoted(flow.source), csv_quoted(flow.destination), time / 1'000'000, time % 1'000'000,
        csv_quoted(flow.label));
}

Result<FlowSink> FlowSink::open(const FlowArguments& arguments)
{
    FlowSink sink {arguments};
    if (!arguments.socket.empty())
        return sink;
    sink.to_.reset(arguments.file == "-"
            ? ::dup(STDOUT_FILENO)
            : ::open(arguments.file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (!sink.to_)
        return std::unexpected {Error::from_errno(errno, "open " + arguments.file)};
    if (arguments.form == FlowArguments::Form::csv)
        sink.text_ = flow_csv_header();
    return sink;
}

void FlowSink::add(const Flow& flow)
{
    text_
        += arguments_->form == FlowArguments::Form::csv ? format_flow_csv(flow) : format_flow(flow);
}

bool FlowSink::is_full() const
{
    return text_.size() >= much;
}

Result<> FlowSink::flush(Amount amount)
{
    if (amount == Amount::much && !is_full())
        return {};
    auto written = write();
    if (!written && !arguments_->socket.empty())
        to_.reset();
    return written;
}

Result<bool> FlowSink::can_write() const
{
    // What is played must not wait here: the signals that end it are held back.
    pollfd wanted {.fd = to_.get(), .events = POLLOUT, .revents = 0};
    int ready = 0;
    do
        ready = ::poll(&wanted, 1, arguments_->count ? -1 : 0);
    while (ready < 0 && errno == EINTR);
    if (ready < 0)
        return std::unexpected {Error::from_errno(errno, "poll " + place())};
    return ready > 0;
}

Result<> FlowSink::write()
{
    std::string_view left = text_;
    while (!left.empty() && TRY(can_write())) {
        const auto size
            = ::write(to_.get(), left.data(), std::min<std::size_t>(left.size(), PIPE_BUF));
        if (size < 0)
            return std::unexpected {Error::from_errno(errno, "write " + place())};
        left.remove_prefix(static_cast<std::size_t>(size));
    }
    text_.erase(0, text_.size() - left.size());
    return {};
}

const std::string& FlowSink::place() const
{
    return arguments_->socket.empty() ? arguments_->file : arguments_->socket;
}

Result<> FlowSink::connect()
{
    text_.clear();
    to_.reset(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const auto address = socket_address({.unix_path = arguments_->socket});
    if (to_ && ::connect(to_.get(), address.get(), address.length) == 0)
        return {};
    const int why = errno;
    to_.reset();
    return std::unexpected {Error::from_errno(why, "connect " + arguments_->socket)};
}

}  // namespace hive
