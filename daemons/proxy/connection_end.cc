#include <utility>

#include <sys/socket.h>

#include "daemons/proxy/connection.h"
#include "daemons/proxy/proxy_thread.h"

namespace hive {

namespace {

/// How long a client that still sends may go on, so that it can read its answer.
constexpr std::chrono::seconds linger_time {3};

}  // namespace

void Connection::finish(Afterwards afterwards)
{
    thread_.retire(std::move(exchange_));
    if (afterwards == Afterwards::linger)
        return linger();
    if (afterwards == Afterwards::close || (has_input_ended_ && input_.empty() && !is_consuming_))
        return close_orderly();
    phase_ = Phase::head;
    set_patience(thread_.config().idle_timeout);
    if (!is_consuming_)
        resume_input();
}

void Connection::linger()
{
    socket_.end_sending();
    if (has_input_ended_)
        return close();
    phase_ = Phase::lingering;
    input_ = {};
    set_patience(linger_time);
    update_reading();
}

void Connection::close_orderly()
{
    // A session that was not ended is not resumed.
    if (is_tls())
        socket_.end_sending();
    close();
}

void Connection::abort()
{
    // A reset, not an orderly end: a client reading until the end must not take it for one.
    const struct linger reset {.l_onoff = 1, .l_linger = 0};
    ::setsockopt(fd(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    close();
}

void Connection::close()
{
    if (is_closed())
        return;
    if (is_counted_)
        thread_.traffic().add(*this, TrafficEvent::Kind::closed);
    phase_ = Phase::closed;
    readable_.stop();
    writable_.stop();
    if (exchange_)
        exchange_->on_client_gone();
    thread_.remove(*this);
}

}  // namespace hive
