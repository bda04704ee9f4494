// supervisor/portal/sign_in.h - says who makes a request: session, password, or hive-proxy's word.
#pragma once

#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

#include "lib/event_loop.h"
#include "lib/http_server.h"
#include "lib/password.h"
#include "lib/worker.h"
#include "supervisor/portal/config.h"
#include "supervisor/portal/credentials.h"
#include "supervisor/portal/known_passwords.h"
#include "supervisor/portal/lockout.h"
#include "supervisor/portal/session.h"

namespace hive {

/// Who looks at a page.
struct Viewer {
    enum class Way { session, password, proxy };  // how we know
    Way way {};
    std::string user;
    std::string token;  // goes into every form, comes back with every POST
    bool is_admin = false;
    bool is_editor = false;  // admins are, too
};

/// Why a request has no viewer.
struct Denied {
    enum class Reason { unknown, wrong_password, locked, busy };
    Reason reason {};
    std::chrono::seconds wait {0};  // locked: until the next try
    int tries_left = 0;  // wrong_password: before a lockout
};

/// Users, groups, sessions and lockouts. Passwords are checked on a thread of their own, but for
/// those that were right lately.
class SignIn {
public:
    static Result<std::unique_ptr<SignIn>> create(EventLoop& loop, const PortalConfig& config);
    SignIn(const SignIn&) = delete;
    SignIn& operator=(const SignIn&) = delete;
    ~SignIn() = default;

    using Identity = std::expected<Viewer, Denied>;
    /// Over hive-proxy's Unix socket the viewer is who X-Hive-User names; over TCP the session
    /// of the cookie, else HTTP Basic. Answers now or later, on the loop's thread.
    void identify(const HttpRequest& request, std::move_only_function<void(Identity)> answer);

    /// The id of a new session, for the cookie.
    using Opened = std::expected<std::string, Denied>;
    void open_session(const Credentials& credentials, const Address& client,
        std::move_only_function<void(Opened)> answer);
    /// Ends the session of the request's cookie.
    void close_session(const HttpRequest& request);

    [[nodiscard]] std::size_t sessions() const { return sessions_.size(); }
    /// A users file that cannot be read, "" when all is well.
    [[nodiscard]] const std::string& trouble() const { return trouble_; }

    static constexpr std::string_view cookie_name = "hive-portal";

private:
    using Verified = std::expected<void, Denied>;
    SignIn(EventLoop& loop, const PortalConfig& config);
    void reload_changed();
    void load_users();
    [[nodiscard]] Viewer proxied_viewer(const HttpRequest& request);
    [[nodiscard]] Viewer viewer(Viewer::Way way, const Session& session) const;
    const Session& standing_session(const std::string& user);
    void verify(const Credentials& credentials, const Address& client,
        std::move_only_function<void(Verified)> answer);
    Verified judge(
        const Address& client, const std::string& address, const std::string& user, bool is_right);
    [[nodiscard]] std::chrono::seconds lockout_left(
        const std::string& address, const std::string& user) const;

    EventLoop& loop_;
    std::string users_path_;
    std::string groups_path_;
    std::string users_fingerprint_;
    std::string groups_fingerprint_;
    std::string trouble_;
    Users users_;
    Groups groups_;
    Sessions sessions_;
    std::unordered_map<std::string, std::string> standing_;  // user -> session id, no cookie
    Lockout by_address_;
    Lockout by_user_;
    KnownPasswords known_;
    std::size_t waiting_ = 0;  // passwords at the worker
    Worker worker_;
    Watch reload_;
};

/// The key an address is locked out by: itself, or its /64 (one host has a whole one).
[[nodiscard]] std::string lockout_key(const Address& address);

}  // namespace hive
