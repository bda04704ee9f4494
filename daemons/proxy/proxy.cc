#include "daemons/proxy/proxy.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/resource.h>

#include "lib/log.h"
#include "lib/paths.h"

namespace hive {

namespace {

constexpr std::chrono::seconds files_period {1};

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

Result<std::vector<ListeningSocket>> duplicates(const std::vector<ListeningSocket>& listeners)
{
    std::vector<ListeningSocket> copies;
    for (const auto& listener : listeners) {
        Fd copy {::fcntl(listener.fd.get(), F_DUPFD_CLOEXEC, 3)};
        if (!copy)
            return std::unexpected {Error::from_errno(errno, "duplicate a listening socket")};
        copies.push_back({.fd = std::move(copy), .transport = listener.transport});
    }
    return copies;
}

/// An inherited socket may have been made blocking.
Result<> make_nonblocking(const Fd& listener)
{
    const int flags = ::fcntl(listener.get(), F_GETFL);
    if (flags < 0 || ::fcntl(listener.get(), F_SETFL, flags | O_NONBLOCK) < 0)
        return std::unexpected {Error::from_errno(errno, "listening socket")};
    return {};
}

/// Warns of options that were changed and count from the next start on only.
void tell_late_options(const ProxyConfig& before, const ProxyConfig& after)
{
    const auto tell = [](std::string_view option, bool is_changed) {
        if (is_changed)
            log::warning("kept {}: it changes at the next start", log::field("option", option));
    };
    tell("listen", before.listen != after.listen);
    tell("listen_tls", before.listen_tls != after.listen_tls);
    tell("threads", before.threads != after.threads);
    tell("users", before.users != after.users);
    tell("groups", before.groups != after.groups);
    tell("access_log", before.access_log != after.access_log);
    tell("error_log", before.error_log != after.error_log);
    tell("credential_ttl", before.credential_ttl != after.credential_ttl);
}

}  // namespace

Proxy::Proxy(Daemon& daemon, const ProxyConfig& config)
    : daemon_ {daemon}, config_ {config},
      accounts_files_ {configuration_path(config.users), configuration_path(config.groups)},
      bearings_ {.settings = std::make_shared<const Settings>(config),
          .accounts = std::make_shared<const Accounts>()}
{
}

Result<std::unique_ptr<Proxy>> Proxy::create(Daemon& daemon, const ProxyConfig& config)
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
    sessions_ = TRY(SessionFeed::create(daemon_.loop, runtime_path("ban.sock")));
    const auto hashing_threads = std::max<std::size_t>(1, thread_count(config_) / 2);
    authenticator_ = std::make_unique<Authenticator>(hashing_threads, config_.credential_ttl);
    auto access_log = TRY(LogFile::open(logs_path(config_.access_log)));
    auto error_log = TRY(LogFile::open(logs_path(config_.error_log)));
    // NOLINTNEXTLINE(modernize-make-unique): cannot be moved, and its fields are named here
    shared_.reset(new Shared {.users_path = accounts_files_.users_path(),
        .access_log = std::move(access_log),
        .error_log = std::move(error_log),
        .failures = *failures_,
        .sessions = *sessions_,
        .authenticator = *authenticator_});
    ban_follower_ = TRY(BanFollower::create(daemon_.loop, runtime_path("ban.sock"), shared_->bans));
    (void)check_accounts();
    if (!config_.certificates.empty()) {
        certificate_files_ = certificate_fingerprint(config_.certificates);
        bearings_.certificates = TRY(TlsCertificates::load(config_.certificates, nullptr));
    }
    files_check_ = TRY(daemon_.loop.every(files_period, [this] { check_files(); }));
    on_reopen_ = TRY(daemon_.loop.on_signal(SIGUSR1, [this] { reopen_logs(); }));
    serve_verbs();
    watch_upstreams();
    TRY(open_threads());
    for (auto& thread : threads_)
        thread->start();
    return {};
}

Result<std::vector<ListeningSocket>> Proxy::open_listening()
{
    std::vector<ListeningSocket> listeners;
    for (auto& fd : TRY(daemon_.listeners("http", config_.listen)))
        listeners.push_back({.fd = std::move(fd)});
    if (config_.listen_tls)
        for (auto& fd : TRY(daemon_.listeners("https", *config_.listen_tls)))
            listeners.push_back({.fd = std::move(fd), .transport = Transport::tls});
    for (const auto& listener : listeners)
        TRY(make_nonblocking(listener.fd));
    return listeners;
}

Result<> Proxy::open_threads()
{
    const auto listeners = TRY(open_listening());
    for (auto count = thread_count(config_); count-- > 0;)
        threads_.push_back(
            TRY(ProxyThread::create(*shared_, bearings_, TRY(duplicates(listeners)))));
    for (const auto& listener : listeners)
        log::notice("listening port={} tls={} threads={}", local_port(listener.fd.get()),
            listener.transport == Transport::tls ? "yes" : "no", threads_.size());
    return {};
}

void Proxy::publish()
{
    for (auto& thread : threads_)
        thread->publish(bearings_);
}

void Proxy::watch_upstreams()
{
    auto checks = check_upstreams(daemon_.loop, bearings_.settings);
    if (!checks)
        return log::error("failed {}", log::field("checks", checks.error().message()));
    upstream_checks_ = std::move(*checks);
}

void Proxy::check_files()
{
    rotate_logs();
    const bool has_accounts = check_accounts();
    const bool has_certificates = check_certificates();
    if (has_accounts || has_certificates)
        publish();
}

/// @return whether there are others now
bool Proxy::check_accounts()
{
    if (!accounts_files_.have_changed())
        return false;
    auto loaded = accounts_files_.load();
    if (!loaded) {
        log::error("failed {}", log::field("users", loaded.error().message()));
        daemon_.report(Health::degraded, loaded.error().message());
        return false;
    }
    bearings_.accounts = std::move(*loaded);
    const auto count = bearings_.accounts->users().size();
    log::notice("loaded users={}", count);
    daemon_.report(Health::ready, fmt::format("serving, {} users", count));
    return true;
}

/// @return whether there are others now
bool Proxy::check_certificates()
{
    const auto& sections = bearings_.settings->config.certificates;
    auto files = certificate_fingerprint(sections);
    if (!bearings_.certificates || files == certificate_files_)
        return false;
    certificate_files_ = std::move(files);
    auto loaded = TlsCertificates::load(sections, bearings_.certificates.get());
    if (!loaded) {
        log::error("kept the certificates {}", log::field("why", loaded.error().message()));
        return false;
    }
    bearings_.certificates = std::move(*loaded);
    log::notice("loaded certificates={}", bearings_.certificates->entries().size());
    return true;
}

void Proxy::reload()
{
    ProxyConfig fresh;
    const auto mistakes = load_config(daemon_.config_path(), schema(fresh));
    for (const auto& mistake : mistakes)
        log::error("{}", mistake.message());
    if (!mistakes.empty())
        return log::error("kept the configuration mistakes={}", mistakes.size());
    tell_late_options(config_, fresh);
    bearings_.settings = std::make_shared<const Settings>(std::move(fresh));
    (void)check_certificates();
    watch_upstreams();
    publish();
    log::notice("reloaded locations={}", bearings_.settings->routes.locations().size());
}

void Proxy::rotate_logs()
{
    const auto& config = bearings_.settings->config;
    for (auto* const file : {shared_->access_log.get(), shared_->error_log.get()})
        if (const auto rotated = file->rotate(config.log_size, config.log_keep); !rotated)
            log::error("failed {}", log::field("rotate", rotated.error().message()));
}

void Proxy::reopen_logs()
{
    for (auto* const file : {shared_->access_log.get(), shared_->error_log.get()})
        if (const auto reopened = file->reopen(); !reopened)
            log::error("failed {}", log::field("reopen", reopened.error().message()));
}

}  // namespace hive
