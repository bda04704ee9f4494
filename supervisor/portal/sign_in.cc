#include "supervisor/portal/sign_in.h"

#include <algorithm>
#include <cassert>

#include "lib/file.h"
#include "lib/log.h"
#include "lib/paths.h"

namespace hive {
namespace {

constexpr std::chrono::seconds reload_period {1};
constexpr std::size_t max_waiting = 32;
constexpr std::size_t max_standing = 256;
constexpr std::string_view admins = "admin";
constexpr std::string_view editors = "editor";

bool is_listed(std::string_view words, std::string_view wanted)
{
    while (!words.empty()) {
        const auto end = std::min(words.find(','), words.size());
        auto word = words.substr(0, end);
        words.remove_prefix(std::min(end + 1, words.size()));
        word.remove_prefix(std::min(word.find_first_not_of(' '), word.size()));
        word = word.substr(0, word.find_last_not_of(' ') + 1);
        if (word == wanted)
            return true;
    }
    return false;
}

bool is_member(const std::vector<std::string>& groups, std::string_view wanted)
{
    return std::ranges::find(groups, wanted) != groups.end();
}

void log_denied(const Address& client, const std::string& user, std::string_view reason)
{
    log::warning("denied client={} {} {}", client.text(), log::field("user", user),
        log::field("reason", reason));
}

}  // namespace

std::string lockout_key(const Address& address)
{
    return Network {address, address.is_v4() ? 32 : 64}.text();
}

SignIn::SignIn(EventLoop& loop, const PortalConfig& config)
    : loop_ {loop}, users_path_ {configuration_path(config.users)},
      groups_path_ {configuration_path(config.groups)},
      sessions_ {{.idle = config.session_idle, .length = config.session_length}},
      by_address_ {{.tries = config.lockout_tries, .time = config.lockout_time}},
      by_user_ {{.tries = config.lockout_tries, .time = config.lockout_time}},
      worker_ {1, max_waiting}
{
}

Result<std::unique_ptr<SignIn>> SignIn::create(EventLoop& loop, const PortalConfig& config)
{
    std::unique_ptr<SignIn> sign_in {new SignIn {loop, config}};
    sign_in->load_users();
    sign_in->groups_ = Groups::load(sign_in->groups_path_);
    sign_in->groups_fingerprint_ = file_fingerprint(sign_in->groups_path_);
    sign_in->reload_
        = TRY(loop.every(reload_period, [self = sign_in.get()] { self->reload_changed(); }));
    return sign_in;
}

void SignIn::reload_changed()
{
    if (file_fingerprint(users_path_) != users_fingerprint_)
        load_users();
    if (const auto fingerprint = file_fingerprint(groups_path_);
        fingerprint != groups_fingerprint_) {
        groups_ = Groups::load(groups_path_);
        groups_fingerprint_ = fingerprint;
        log::notice("loaded {}", log::field("groups", groups_path_));
    }
}

void SignIn::load_users()
{
    users_fingerprint_ = file_fingerprint(users_path_);
    auto loaded = Users::load(users_path_);
    trouble_ = loaded ? "" : loaded.error().message();
    if (!loaded)
        log::error("nobody can sign in: {}", trouble_);
    else
        for (const Error& mistake : loaded->mistakes)
            log::warning("ignored {}", mistake.message());
    Users users = loaded ? std::move(loaded->users) : Users {};
    // A password that changed, or went, ends what was opened with it.
    sessions_.close_if([&](const std::string& user) {
        const std::string* before = users_.find(user);
        const std::string* after = users.find(user);
        return before != nullptr && (after == nullptr || *after != *before);
    });
    users_ = std::move(users);
    log::notice("loaded {} count={}", log::field("users", users_path_), users_.size());
}

void SignIn::identify(const HttpRequest& request, std::move_only_function<void(Identity)> answer)
{
    if (request.is_local) {
        if (request.header("X-Hive-User").empty())
            return answer(std::unexpected {Denied {}});
        return answer(proxied_viewer(request));
    }
    if (const Session* session
        = sessions_.find(std::string {request.cookie(cookie_name)}, Clock::now()))
        return answer(viewer(Viewer::Way::session, *session));
    const auto credentials = parse_basic(request.header("Authorization"));
    if (!credentials)
        return answer(std::unexpected {Denied {}});
    verify(*credentials, request.client,
        [this, user = credentials->user, answer = std::move(answer)](Verified verified) mutable {
            if (!verified)
                return answer(std::unexpected {verified.error()});
            answer(viewer(Viewer::Way::password, standing_session(user)));
        });
}

Viewer SignIn::proxied_viewer(const HttpRequest& request)
{
    const std::string user {request.header("X-Hive-User")};
    return {.way = Viewer::Way::proxy,
        .user = user,
        .token = standing_session(user).token,
        .is_admin = is_listed(request.header("X-Hive-Groups"), admins),
        .is_editor = is_listed(request.header("X-Hive-Groups"), editors)
            || is_listed(request.header("X-Hive-Groups"), admins)};
}

Viewer SignIn::viewer(Viewer::Way way, const Session& session) const
{
    const auto groups = groups_.of(session.user);
    return {.way = way,
        .user = session.user,
        .token = session.token,
        .is_admin = is_member(groups, admins),
        .is_editor = is_member(groups, admins) || is_member(groups, editors)};
}

const Session& SignIn::standing_session(const std::string& user)
{
    const auto now = Clock::now();
    const auto known = standing_.find(user);
    if (known != standing_.end())
        if (const Session* session = sessions_.find(known->second, now))
            return *session;
    if (standing_.size() >= max_standing)
        standing_.clear();
    const std::string id = sessions_.open(user, now);
    standing_[user] = id;
    return *sessions_.find(id, now);
}

void SignIn::open_session(const Credentials& credentials, const Address& client,
    std::move_only_function<void(Opened)> answer)
{
    verify(credentials, client,
        [this, user = credentials.user, client, answer = std::move(answer)](
            Verified verified) mutable {
            if (!verified)
                return answer(std::unexpected {verified.error()});
            log::notice("signed-in client={} {}", client.text(), log::field("user", user));
            answer(sessions_.open(user, Clock::now()));
        });
}

void SignIn::close_session(const HttpRequest& request)
{
    sessions_.close(std::string {request.cookie(cookie_name)});
}

std::chrono::seconds SignIn::lockout_left(const std::string& address, const std::string& user) const
{
    const auto now = Clock::now();
    return std::max(by_address_.wait(address, now), by_user_.wait(user, now));
}

void SignIn::verify(const Credentials& credentials, const Address& client,
    std::move_only_function<void(Verified)> answer)
{
    const std::string address = lockout_key(client);
    const std::string& user = credentials.user;
    if (const auto wait = lockout_left(address, user); wait.count() > 0) {
        log_denied(client, user, "locked out");
        return answer(std::unexpected {Denied {.reason = Denied::Reason::locked, .wait = wait}});
    }
    if (const std::string* stored = users_.find(user);
        stored != nullptr && known_.holds(credentials, *stored, Clock::now()))
        return answer(judge(client, address, user, true));
    // A password that was just set must not count as wrong.
    reload_changed();
    const std::string* stored = users_.find(user);
    if (waiting_ >= max_waiting)
        return answer(std::unexpected {Denied {.reason = Denied::Reason::busy}});
    by_address_.begin_try(address, Clock::now());
    by_user_.begin_try(user, Clock::now());
    ++waiting_;
    // An unknown name costs what a known one does.
    const std::string hash = stored != nullptr ? *stored : users_.decoy(user);
    const bool is_taken = worker_.submit(
        loop_,
        [password = credentials.password, hash, is_known = stored != nullptr] {
            return verify_password(password, hash) && is_known;
        },
        [this, address, credentials, hash, client, answer = std::move(answer)](
            bool is_right) mutable {
            --waiting_;
            if (is_right)
                known_.add(credentials, hash, Clock::now());
            answer(judge(client, address, credentials.user, is_right));
        });
    assert(is_taken);
}

SignIn::Verified SignIn::judge(
    const Address& client, const std::string& address, const std::string& user, bool is_right)
{
    if (is_right) {
        by_address_.clear(address);
        by_user_.clear(user);
        return {};
    }
    const auto now = Clock::now();
    const auto wait = lockout_left(address, user);
    const int left = std::min(by_address_.tries_left(address, now), by_user_.tries_left(user, now));
    log_denied(client, user, "wrong name or password");
    return std::unexpected {Denied {
        .reason = wait.count() > 0 ? Denied::Reason::locked : Denied::Reason::wrong_password,
        .wait = wait,
        .tries_left = left}};
}

}  // namespace hive
