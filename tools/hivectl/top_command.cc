#include <atomic>
#include <chrono>
#include <csignal>
#include <thread>

#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "lib/json.h"
#include "tools/hivectl/ask.h"
#include "tools/hivectl/commands.h"
#include "tools/hivectl/top_view.h"

namespace hive {
namespace {

constexpr std::chrono::milliseconds period {2000};
constexpr int default_lines = 50;  // what -n is unless given
constexpr std::string_view enter = "\x1b[?1049h\x1b[?25l";  // other screen, no cursor
constexpr std::string_view leave = "\x1b[?25h\x1b[?1049l";
constexpr std::string_view top_left = "\x1b[H";
constexpr std::string_view clear_line = "\x1b[K";
constexpr std::string_view clear_below = "\x1b[J";

std::atomic<bool> is_ending = false;

double now()
{
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration<double> {since_epoch}.count();
}

ScreenSize screen_size()
{
    winsize size {};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
        return {};
    return {.columns = size.ws_col, .rows = size.ws_row};
}

/// Keys come at once and unseen on another screen; all is as it was when this goes away.
class Screen {
public:
    Screen()
    {
        ::tcgetattr(STDIN_FILENO, &before_);
        termios raw = before_;
        raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
        ::tcsetattr(STDIN_FILENO, TCSANOW, &raw);
        say(enter);
        struct sigaction action {};
        action.sa_handler = [](int) { is_ending = true; };
        for (const int number : {SIGINT, SIGTERM, SIGHUP})
            ::sigaction(number, &action, nullptr);
        action.sa_handler = [](int) { };  // poll(2) wakes up: the screen is drawn anew
        ::sigaction(SIGWINCH, &action, nullptr);
    }
    Screen(const Screen&) = delete;
    Screen& operator=(const Screen&) = delete;
    ~Screen()
    {
        say(leave);
        ::tcsetattr(STDIN_FILENO, TCSANOW, &before_);
    }

private:
    termios before_ {};
};

void draw(const std::vector<std::string>& lines)
{
    std::string text {top_left};
    for (std::size_t i = 0; i < lines.size(); ++i)
        text += fmt::format("{}{}{}", i > 0 ? "\r\n" : "", lines[i], clear_line);
    say(text + std::string {clear_below});
}

/// Waits for a key. @return it, 0 when the time is over
char next_key()
{
    pollfd keys {.fd = STDIN_FILENO, .events = POLLIN};
    char key = 0;
    if (::poll(&keys, 1, static_cast<int>(period.count())) > 0
        && ::read(STDIN_FILENO, &key, 1) != 1)
        is_ending = true;
    return key;
}

int live(const Terminal& terminal)
{
    const Screen screen;
    TopOrder order = TopOrder::name;
    while (!is_ending) {
        const auto size = screen_size();
        const auto status = ask("supervisor", "status", Json::object());
        draw(status ? top_lines(*status, now(), order, size, terminal)
                    : std::vector<std::string> {cut(status.error().message(), size.columns)});
        switch (next_key()) {
        case 'q': is_ending = true; break;
        case 'c': order = TopOrder::processor; break;
        case 'm': order = TopOrder::memory; break;
        case 'n': order = TopOrder::name; break;
        default: break;
        }
    }
    return 0;
}

}  // namespace

int show_top(const Invocation& invocation, const Terminal& terminal)
{
    if (terminal.is_terminal && ::isatty(STDIN_FILENO) == 1 && !invocation.is_json)
        return live(terminal);
    const int times = invocation.lines == default_lines ? 1 : invocation.lines;
    for (int i = 0; i < times; ++i) {
        if (i > 0)
            std::this_thread::sleep_for(period);
        const auto status = ask("supervisor", "status", Json::object());
        if (!status)
            return complain(status.error().message());
        if (invocation.is_json)
            say(to_text(*status) + '\n');
        else
            for (const auto& line :
                top_lines(*status, now(), TopOrder::name, {200, 10'000}, terminal))
                say(line + '\n');
    }
    return 0;
}

}  // namespace hive
