#include "daemons/proxy/authenticator.h"

#include <utility>

#include <sys/resource.h>
#include <unistd.h>

#include "daemons/proxy/quiet_thread.h"

namespace hive {

namespace {
constexpr std::size_t cache_capacity = 4096;
/// Different passwords that may wait; a bcrypt hash takes tens of milliseconds.
constexpr std::size_t queue_room = 64;

/// More passwords under way than people log in with at a time: somebody guesses.
constexpr std::size_t usual_logins = 4;

/// Lowers this thread's claim on a core, once: a login must not slow others down.
void yield_to_loops()
{
    constexpr int niceness = 4;
    static thread_local const bool has_yielded
        = ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness) == 0;
    (void)has_yielded;
}

/// For guesses, which get what nobody else wants.
QuietThread& quiet_thread()
{
    static thread_local QuietThread thread;
    return thread;
}
}  // namespace

Authenticator::Authenticator(std::size_t threads, std::chrono::seconds lifetime)
    : cache_ {cache_capacity, lifetime}, worker_ {threads, queue_room}
{
}

Digest Authenticator::digest_of(const Credentials& credentials, const Accounts& accounts) const
{
    const auto* const stored = accounts.users().find(credentials.user);
    return digester_.bound(credentials, stored == nullptr ? std::string_view {} : *stored);
}

std::optional<CredentialCache::Clock::time_point> Authenticator::knows(
    const Credentials& credentials, const Address& site, const Accounts& accounts)
{
    return cache_.holds(digest_of(credentials, accounts), site, CredentialCache::Clock::now());
}

std::optional<CredentialCache::Clock::time_point> Authenticator::knows_from(
    const Credentials& credentials, const Address& site, const Accounts& accounts)
{
    return cache_.holds_for(digest_of(credentials, accounts), site, CredentialCache::Clock::now());
}

bool Authenticator::verify(const Credentials& credentials, const Address& site,
    SharedAccounts accounts, EventLoop& loop, Answer answer)
{
    const auto digest = digest_of(credentials, *accounts);
    const std::lock_guard lock {mutex_};
    auto& waiters = waiting_[digest];
    waiters.push_back({.site = site, .loop = &loop, .answer = std::move(answer)});
    if (waiters.size() > 1)
        return true;
    if (worker_.submit([this, digest, credentials, accounts = std::move(accounts)] {
            hash(digest, credentials, *accounts);
        }))
        return true;
    waiting_.erase(digest);
    return false;
}

bool Authenticator::is_guessed_at()
{
    const std::lock_guard lock {mutex_};
    return waiting_.size() > usual_logins;
}

void Authenticator::hash(
    const Digest& digest, const Credentials& credentials, const Accounts& accounts)
{
    yield_to_loops();
    bool is_right = false;
    const auto compare
        = [&] { is_right = verify_user(accounts.users(), credentials.user, credentials.password); };
    is_guessed_at() ? quiet_thread().run(compare) : compare();
    const bool is_known = accounts.users().find(credentials.user) != nullptr;
    auto verdict = is_known ? Verdict::wrong_password : Verdict::unknown_user;
    if (is_right && is_known)
        verdict = Verdict::accepted;
    hashed_.fetch_add(1, std::memory_order_relaxed);
    std::vector<Waiter> waiters;
    {
        const std::lock_guard lock {mutex_};
        waiters = std::move(waiting_.extract(digest).mapped());
    }
    for (auto& waiter : waiters) {
        if (verdict == Verdict::accepted)
            cache_.add(digest, waiter.site, CredentialCache::Clock::now());
        waiter.loop->post(
            [answer = std::move(waiter.answer), verdict]() mutable { answer(verdict); });
    }
}

}  // namespace hive
