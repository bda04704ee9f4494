#include "supervisor/core/journal_feed.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>

#include "lib/paths.h"

namespace hive {
namespace {

constexpr std::string_view journal_path = "/run/systemd/journal/socket";

/// The level between the second pair of brackets and the text behind it.
std::pair<int, std::string_view> level_and_text(std::string_view line)
{
    constexpr std::array levels {std::pair {"[ERROR] ", LOG_ERR},
        std::pair {"[WARNING] ", LOG_WARNING}, std::pair {"[NOTICE] ", LOG_NOTICE},
        std::pair {"[INFO] ", LOG_INFO}, std::pair {"[DEBUG] ", LOG_DEBUG}};
    const auto program = line.find("] ");
    if (program == std::string_view::npos)
        return {LOG_INFO, line};
    const auto rest = line.substr(program + 2);
    for (const auto& [word, level] : levels)
        if (rest.starts_with(word))
            return {level, rest.substr(std::string_view {word}.size())};
    return {LOG_INFO, line};
}

Result<Fd> connect_to_journal()
{
    Fd fd {::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    sockaddr_un address {.sun_family = AF_UNIX};
    journal_path.copy(address.sun_path, sizeof address.sun_path - 1);
    if (!fd
        || ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return std::unexpected {Error::from_errno(errno, std::string {journal_path})};
    return fd;
}

}  // namespace

std::string journal_entry(std::string_view service, std::string_view line)
{
    const auto [level, text] = level_and_text(line);
    return fmt::format("PRIORITY={}\nSYSLOG_IDENTIFIER={}\nMESSAGE={}\n", level, service, text);
}

Result<std::unique_ptr<JournalFeed>> JournalFeed::create(
    EventLoop& loop, const std::list<ServiceConfig>& services)
{
    // Terminals of a desktop inherit the first of the two.
    if (std::getenv("JOURNAL_STREAM") == nullptr || std::getenv("NOTIFY_SOCKET") == nullptr)
        return nullptr;
    std::unique_ptr<JournalFeed> feed {new JournalFeed};
    feed->journal_ = TRY(connect_to_journal());
    feed->inotify_ = Fd {::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)};
    if (::inotify_add_watch(feed->inotify_.get(), logs_path("").c_str(), IN_MODIFY) < 0)
        return std::unexpected {Error::from_errno(errno, "watch " + logs_path(""))};
    for (const auto& service : services) {
        const auto path = service.log_path();
        feed->logs_.try_emplace(std::filesystem::path {path}.filename().string(), path,
            [self = feed.get(), name = service.name](
                const std::string& line) { self->send(name, line); });
    }
    feed->readable_
        = TRY(loop.on_readable(feed->inotify_.get(), [self = feed.get()] { self->look(); }));
    return feed;
}

void JournalFeed::look()
{
    alignas(inotify_event) std::array<char, 16384> buffer {};
    const auto length = ::read(inotify_.get(), buffer.data(), buffer.size());
    for (ssize_t at = 0; at < length;) {
        const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
        at += static_cast<ssize_t>(sizeof *event + event->len);
        if (const auto log = logs_.find(std::string_view {event->len > 0 ? event->name : ""});
            log != logs_.end())
            log->second.look();
    }
}

void JournalFeed::send(std::string_view service, const std::string& line) const
{
    const auto entry = journal_entry(service, line);
    ::send(journal_.get(), entry.data(), entry.size(), MSG_NOSIGNAL);  // a full journal loses it
}

}  // namespace hive
