#include "tools/hive-passwd/password_input.h"

#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

#include "lib/encoding.h"

namespace hive {
namespace {

constexpr std::size_t length_limit = 4096;

volatile std::sig_atomic_t caught = 0;

/// Turns echo off until it goes away. A signal that would end the program first ends the
/// reading, so that the terminal is never left without echo.
class SilentTerminal {
public:
    SilentTerminal()
    {
        sigset_t blocked;
        ::sigemptyset(&blocked);
        for (const int signal : signals)
            ::sigaddset(&blocked, signal);
        ::sigprocmask(SIG_BLOCK, &blocked, &old_mask_);
        struct sigaction action {};
        action.sa_handler = [](int signal) { caught = signal; };
        for (std::size_t i = 0; i < signals.size(); ++i)
            ::sigaction(signals[i], &action, &old_actions_[i]);
        ::tcgetattr(STDIN_FILENO, &old_);
        auto silent = old_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    SilentTerminal(const SilentTerminal&) = delete;
    SilentTerminal(SilentTerminal&&) = delete;
    SilentTerminal& operator=(const SilentTerminal&) = delete;
    SilentTerminal& operator=(SilentTerminal&&) = delete;
    ~SilentTerminal()
    {
        ::tcsetattr(STDIN_FILENO, TCSADRAIN, &old_);
        for (std::size_t i = 0; i < signals.size(); ++i)
            ::sigaction(signals[i], &old_actions_[i], nullptr);
        ::sigprocmask(SIG_SETMASK, &old_mask_, nullptr);
        fmt::print(stderr, "\n");
        if (caught != 0)
            ::raise(caught);
    }

    /// Waits until there is something to read. @return false when a signal came, however early
    [[nodiscard]] bool wait() const
    {
        pollfd terminal {.fd = STDIN_FILENO, .events = POLLIN};
        return ::ppoll(&terminal, 1, nullptr, &old_mask_) > 0;
    }

private:
    static constexpr std::array signals {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
    sigset_t old_mask_ {};
    std::array<struct sigaction, signals.size()> old_actions_ {};
    termios old_ {};
};

/// @param terminal nullptr when standard input is none
Result<std::string> read_line(const SilentTerminal* terminal)
{
    std::string line;
    for (char letter = 0; line.size() <= length_limit;) {
        if (terminal != nullptr && !terminal->wait())
            return fail("interrupted");
        const auto got = ::read(STDIN_FILENO, &letter, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return std::unexpected {Error::from_errno(errno, "read the password")};
        if (got == 0 && line.empty())
            return fail("no password given");
        if (got == 0 || letter == '\n')
            return line;
        line += letter;
    }
    return fail("a line of more than {} bytes is no password", length_limit);
}

Result<std::string> ask_on_terminal(std::string_view prompt)
{
    const SilentTerminal silence;  // before the prompt: what is typed earlier is dropped
    fmt::print(stderr, "{}: ", prompt);
    return read_line(&silence);
}

Result<std::string> read_any(std::string_view name, Ask ask)
{
    if (::isatty(STDIN_FILENO) == 0) {
        auto line = TRY(read_line(nullptr));
        if (line.ends_with('\r'))
            line.pop_back();
        return line;
    }
    auto password = TRY(ask_on_terminal(fmt::format("Password of {}", name)));
    if (ask == Ask::twice && !equal_in_constant_time(TRY(ask_on_terminal("Once more")), password))
        return fail("the two passwords differ");
    return password;
}

}  // namespace

Result<std::string> read_password(std::string_view name, Ask ask)
{
    auto password = TRY(read_any(name, ask));
    if (password.empty())
        return fail("the password is empty");
    return password;
}

}  // namespace hive
