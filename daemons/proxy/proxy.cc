#include "daemons/proxy/proxy.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/resource.h>

#include "lib/json.h"
#include "lib/log.h"
#include "lib/paths.h"

namespace hive {

namespace {

constexpr std::chrono::seconds accounts_period {1};

std::size_t thread_count(const ProxyConfig& config)
{
    const auto cores = std::max(1U, std::thread::hardware_concurrency());
    return config.threads == 0 ? cores : static_cast<std::size_t>(config.threads);
}

/// A client may need two descriptors, its own and its upstream's.
void raise_descriptor_limit(const ProxyConfig& config)
{
    constexpr rlim_t others = 256;
    const auto needed = static_cast<rlim_t>(config.max_connections) * 2 + others;
    rlimit limit {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = std::min(limit.rlim_max, std::max(limit.rlim_cur, needed));
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < needed)
        log::notice("limited descriptors={} needed={}", limit.rlim_cur, needed);
}

Result<std::vector<Fd>> duplicates(const std::vector<Fd>& listeners)
{
    std::vector<Fd> copies;
    for (const auto& listener : listeners) {
        Fd copy {::fcntl(listener.get(), F_DUPFD_CLOEXEC, 3)};
        if (!copy)
            return std::unexpected {Error::from_errno(errno, "duplicate a listening socket")};
        copies.push_back(std::move(copy));
    }
    return copies;
}

/// An inherited socket may have been made blocking.
Result<> make_nonblocking(const std::vector<Fd>& listeners)
{
    for (const auto& listener : listeners) {
        const int flags = ::fcntl(listener.get(), F_GETFL);
        if (flags < 0 || ::fcntl(listener.get(), F_SETFL, flags | O_NONBLOCK) < 0)
            return std::unexpected {Error::from_errno(errno, "listening socket")};
    }
    return {};
}

}  // namespace

Proxy::Proxy(Daemon& daemon, const ProxyConfig& config)
    : daemon_ {daemon}, config_ {config},
      accounts_files_ {configuration_path(config.users), configuration_path(config.groups)}
{
}

Result<std::unique_ptr<Service>> Proxy::create(Daemon& daemon, const ProxyConfig& config)
{
    std::unique_ptr<Proxy> proxy {new Proxy {daemon, config}};
    TRY(proxy->open());
    return proxy;
}

Proxy::~Proxy()
{
    for (auto& thread : threads_)
        thread->drain(config_.drain_timeout);
    for (auto& thread : threads_)
        thread->join();
}

Result<> Proxy::open()
{
    raise_descriptor_limit(config_);
    failures_ = TRY(FailureFeed::create(daemon_.loop, runtime_path("ban.sock")));
    const auto hashing_threads = std::max<std::size_t>(1, thread_count(config_) / 2);
    authenticator_ = std::make_unique<Authenticator>(hashing_threads, config_.credential_ttl);
    shared_.reset(new Shared {.config = config_,
        .routes = RouteTable {config_.locations.empty() ? default_locations() : config_.locations},
        .users_path = accounts_files_.users_path(),
        .limits = AddressLimits {config_.max_connections_per_address},
        .access_log = TRY(LogFile::open(logs_path(config_.access_log))),
        .error_log = TRY(LogFile::open(logs_path(config_.error_log))),
        .failures = *failures_,
        .authenticator = *authenticator_});
    ban_follower_ = TRY(BanFollower::create(daemon_.loop, runtime_path("ban.sock"), shared_->bans));
    check_accounts();
    accounts_check_ = TRY(daemon_.loop.every(accounts_period, [this] { check_accounts(); }));
    on_reopen_ = TRY(daemon_.loop.on_signal(SIGUSR1, [this] { reopen_logs(); }));
    serve_status();
    TRY(open_threads());
    for (auto& thread : threads_)
        thread->start();
    return {};
}

Result<> Proxy::open_threads()
{
    const auto listeners = TRY(daemon_.listeners("http", config_.listen));
    TRY(make_nonblocking(listeners));
    for (auto count = thread_count(config_); count-- > 0;)
        threads_.push_back(
            TRY(ProxyThread::create(*shared_, accounts_, TRY(duplicates(listeners)))));
    for (const auto& listener : listeners)
        log::notice("listening port={} threads={}", local_port(listener.get()), threads_.size());
    return {};
}

void Proxy::check_accounts()
{
    if (!accounts_files_.have_changed())
        return;
    auto loaded = accounts_files_.load();
    if (!loaded) {
        log::error("failed {}", log::field("users", loaded.error().message()));
        return daemon_.report(Health::degraded, loaded.error().message());
    }
    accounts_ = std::move(*loaded);
    for (auto& thread : threads_)
        thread->publish(accounts_);
    log::notice("loaded users={}", accounts_->users().size());
    daemon_.report(Health::ready, fmt::format("serving, {} users", accounts_->users().size()));
}

void Proxy::reopen_logs()
{
    for (auto* const file : {shared_->access_log.get(), shared_->error_log.get()})
        if (const auto reopened = file->reopen(); !reopened)
            log::error("failed {}", log::field("reopen", reopened.error().message()));
}

void Proxy::serve_status()
{
    daemon_.control.verb("status", "Counters since the start.", {"hive-portal"},
        [this](const Json& /*arguments*/, const ControlReply& reply) { reply.done(status()); });
}

Json Proxy::status() const
{
    const auto sum = [&](Counter Counters::* counter) {
        std::int64_t total = 0;
        for (const auto& thread : threads_)
            total += (thread->counters().*counter).value();
        return total;
    };
    return {{"requests", sum(&Counters::requests)}, {"connections", sum(&Counters::connections)},
        {"open", sum(&Counters::open)}, {"refused", sum(&Counters::refused)},
        {"failed_logins", sum(&Counters::failed_logins)},
        {"auth_cache_hits", authenticator_->hits()}, {"auth_hashed", authenticator_->hashed()},
        {"upstream_errors", sum(&Counters::upstream_errors)}, {"retries", sum(&Counters::retries)},
        {"bans", shared_->bans.size()}, {"ban_link", ban_follower_->is_connected()},
        {"failures_waiting", failures_->waiting()}, {"failures_dropped", failures_->dropped()},
        {"users", accounts_->users().size()}, {"threads", threads_.size()}};
}

}  // namespace hive
