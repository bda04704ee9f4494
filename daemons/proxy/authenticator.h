// daemons/proxy/authenticator.h - passwords checked off the event loops, each only once.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "daemons/proxy/accounts.h"
#include "daemons/proxy/auth.h"
#include "daemons/proxy/credential_cache.h"
#include "daemons/proxy/credential_digest.h"
#include "lib/event_loop.h"
#include "lib/worker.h"

namespace hive {

enum class Verdict { accepted, wrong_password, unknown_user };

/// Shared by all threads. A password costs a hash when it was not right lately; equal
/// credentials that arrive meanwhile wait for the same hash.
class Authenticator {
public:
    using Answer = std::move_only_function<void(Verdict)>;

    /// @param threads that hash, >= 1
    /// @param lifetime of an answer in the cache
    Authenticator(std::size_t threads, std::chrono::seconds lifetime);

    /// Whether the credentials were accepted lately and the user's hash is still the same.
    /// @param site the client's (client_site.h)
    /// @return until when they are known
    [[nodiscard]] std::optional<CredentialCache::Clock::time_point> knows(
        const Credentials& credentials, const Address& site, const Accounts& accounts);
    /// The same of credentials that came from that site before.
    [[nodiscard]] std::optional<CredentialCache::Clock::time_point> knows_from(
        const Credentials& credentials, const Address& site, const Accounts& accounts);
    /// Checks them and calls `answer` on the thread of `loop`, which outlives this object.
    /// @return false when too many wait already; `answer` is not called
    [[nodiscard]] bool verify(const Credentials& credentials, const Address& site,
        SharedAccounts accounts, EventLoop& loop, Answer answer);

    [[nodiscard]] std::string token(const Credentials& credentials) const
    {
        return digester_.token(credentials);
    }
    /// Of an Authorization field, for a LoginMemo.
    [[nodiscard]] FieldDigest digest_of_field(std::string_view value) const
    {
        return digester_.field(value);
    }
    /// Passwords hashed.
    [[nodiscard]] std::uint64_t hashed() const { return hashed_.load(std::memory_order_relaxed); }

private:
    struct Waiter {
        Address site;
        EventLoop* loop;
        Answer answer;
    };
    [[nodiscard]] Digest digest_of(const Credentials& credentials, const Accounts& accounts) const;
    [[nodiscard]] bool is_guessed_at();
    void hash(const Digest& digest, const Credentials& credentials, const Accounts& accounts);

    CredentialDigester digester_;
    CredentialCache cache_;
    std::atomic<std::uint64_t> hashed_ {0};
    std::mutex mutex_;
    std::unordered_map<Digest, std::vector<Waiter>, DigestHash> waiting_;  // guarded by mutex_
    Worker worker_;  // last: its threads use the rest
};

}  // namespace hive
