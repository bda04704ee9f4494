#include "daemons/proxy/upstream_check.h"

#include <array>
#include <cerrno>
#include <utility>

#include <sys/socket.h>

#include "daemons/proxy/field_rules.h"
#include "lib/listener.h"
#include "lib/log.h"

namespace hive {

namespace {

/// "HTTP/1.1 200".
constexpr std::size_t status_end = 12;
constexpr std::size_t status_at = 9;

}  // namespace

bool says_healthy(std::string_view answer)
{
    constexpr std::uint64_t first = 200;
    constexpr std::uint64_t last = 399;
    if (answer.size() < status_end || !answer.starts_with("HTTP/1.")
        || answer[status_at - 1] != ' ')
        return false;
    const auto status = parse_decimal(answer.substr(status_at, status_end - status_at));
    return status && *status >= first && *status <= last;
}

UpstreamCheck::UpstreamCheck(
    EventLoop& loop, SharedSettings settings, std::size_t group, std::size_t server)
    : loop_ {loop}, settings_ {std::move(settings)}, group_ {*settings_->upstreams[group]},
      server_ {server}
{
}

Result<std::unique_ptr<UpstreamCheck>> UpstreamCheck::create(
    EventLoop& loop, SharedSettings settings, std::size_t group, std::size_t server)
{
    std::unique_ptr<UpstreamCheck> check {
        new UpstreamCheck {loop, std::move(settings), group, server}};
    auto* const self = check.get();
    check->timer_
        = TRY(loop.every(check->group_.config().check_interval, [self] { self->begin(); }));
    check->begin();
    return check;
}

void UpstreamCheck::begin()
{
    // The check before had the whole interval.
    if (is_under_way_)
        end(false);
    answer_.clear();
    auto connected = connect_to(group_.config().servers[server_].endpoint);
    if (!connected)
        return end(false);
    fd_ = std::move(*connected);
    is_under_way_ = true;
    auto watch = loop_.on_writable(fd_.get(), [this] { ask(); });
    if (!watch)
        return end(false);
    ready_ = std::move(*watch);
}

void UpstreamCheck::ask()
{
    const auto request = fmt::format("GET {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: hive-proxy\r\n"
                                     "Connection: close\r\n\r\n",
        group_.config().check_path, group_.config().name);
    const auto sent = ::send(fd_.get(), request.data(), request.size(), MSG_NOSIGNAL);
    auto watch = loop_.on_readable(fd_.get(), [this] { hear(); });
    if (std::cmp_not_equal(sent, request.size()) || !watch)
        return end(false);
    ready_ = std::move(*watch);
}

void UpstreamCheck::hear()
{
    std::array<char, 256> buffer {};
    const auto received = ::recv(fd_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (received < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (received > 0)
        answer_.append(buffer.data(), static_cast<std::size_t>(received));
    if (received <= 0 || answer_.size() >= status_end)
        end(says_healthy(answer_));
}

void UpstreamCheck::end(bool is_healthy)
{
    is_under_way_ = false;
    ready_ = {};
    fd_.reset();
    if (!group_.note_check(server_, is_healthy))
        return;
    const auto server = group_.config().servers[server_].endpoint.text();
    const auto& name = group_.config().name;
    if (is_healthy)
        log::notice("recovered {} {}", log::field("upstream", name), log::field("server", server));
    else
        log::warning(
            "failed its check {} {}", log::field("upstream", name), log::field("server", server));
}

Result<std::vector<std::unique_ptr<UpstreamCheck>>> check_upstreams(
    EventLoop& loop, const SharedSettings& settings)
{
    std::vector<std::unique_ptr<UpstreamCheck>> checks;
    for (std::size_t group = 0; group < settings->upstreams.size(); ++group) {
        const auto& one = *settings->upstreams[group];
        for (std::size_t server = 0; !one.config().check_path.empty() && server < one.size();
            ++server)
            checks.push_back(TRY(UpstreamCheck::create(loop, settings, group, server)));
    }
    return checks;
}

}  // namespace hive
