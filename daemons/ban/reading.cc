#include "daemons/ban/reading.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include <glob.h>
#include <sys/inotify.h>
#include <sys/stat.h>

#include "lib/log.h"

namespace hive {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds look_period {2000};
constexpr milliseconds save_delay {1000};
constexpr std::int64_t past_read = std::int64_t {16} << 20;  // bytes
constexpr std::string_view journal_reader = "journal";  // in place of a path
constexpr std::array packed {".gz", ".bz2", ".xz", ".zst"};

bool is_pattern(const std::string& path)
{
    return path.find_first_of("*?[") != std::string::npos;
}

/// The files that match, but packed ones: their lines were read before.
std::vector<std::string> matches(const std::string& pattern)
{
    std::vector<std::string> paths;
    glob_t found {};
    if (::glob(pattern.c_str(), 0, nullptr, &found) == 0)
        for (std::size_t i = 0; i < found.gl_pathc; ++i) {
            const std::string path {found.gl_pathv[i]};
            if (std::ranges::none_of(packed, [&](auto end) { return path.ends_with(end); }))
                paths.push_back(path);
        }
    ::globfree(&found);
    return paths;
}

std::uint64_t inode_of(const std::string& path)
{
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? status.st_ino : 0;
}

/// The directory of a pattern as far as it has no pattern itself.
std::string fixed_directory(const std::string& pattern)
{
    return pattern.substr(0, pattern.rfind('/', pattern.find_first_of("*?[")) + 1);
}

}  // namespace

Result<std::unique_ptr<Reading>> Reading::create(EventLoop& loop, BanStore& store,
    std::list<Jail>& jails, const std::string& journal_directory, Line line)
{
    std::unique_ptr<Reading> self {new Reading {loop, store, jails, std::move(line)}};
    self->watch_ = TRY(FileWatch::create(loop));
    for (auto& jail : jails) {
        for (auto& [network, offences] : TRY(store.offences(jail.config.name)))
            jail.ledger.restore(network, std::move(offences));
        for (const auto& path : jail.config.logs)
            TRY(self->add_source(jail, path));
        if (jail.config.reads_journal)
            TRY(self->add_journal(jail,
                jail.config.journal_directory.empty() ? journal_directory
                                                      : jail.config.journal_directory));
    }
    self->look_for_members(true);
    self->look_
        = TRY(loop.every(look_period, [self = self.get()] { self->look_for_members(false); }));
    // At once: a file made from now on is new to a next run, too.
    TRY(self->save());
    return self;
}

Reading::~Reading()
{
    watch_->forget(this);
    if (const auto saved = save(); !saved)
        log::warning("failed {}", saved.error().message());
}

Result<> Reading::add_source(Jail& jail, const std::string& path)
{
    auto& source = sources_.emplace_back(
        Source {.jail = &jail, .path = path, .is_pattern = is_pattern(path)});
    const auto& from_end = jail.config.logs_from_end;
    source.has_past
        = jail.config.counts_past && std::ranges::find(from_end, path) == from_end.end();
    source.is_new = !TRY(store_.position(jail.config.name, path));
    return source.is_pattern ? Result<> {} : follow(source, path, true);
}

Result<> Reading::add_journal(Jail& jail, const std::string& directory)
{
    const auto saved = TRY(store_.position(jail.config.name, std::string {journal_reader}));
    auto& follower = journals_.emplace_back();
    follower.jail = &jail;
    if (saved)
        follower.saved = saved->head;
    JournalTail::Start start {.cursor = follower.saved};
    if (jail.config.counts_past)
        start.since = std::chrono::system_clock::now() - jail.config.window;
    follower.tail = TRY(JournalTail::create(loop_, directory, jail.journal_match, start,
        [this, &jail](
            std::string_view line, LineAge age, WallTime time) { line_(jail, line, age, time); }));
    log::info("following journal {}", log::field("jail", jail.config.name));
    return {};
}

const Reading::Follower* Reading::follower_of(const Jail* jail, const std::string& path) const
{
    const auto found = std::ranges::find_if(followers_,
        [&](const Follower& one) { return one.jail == jail && one.tail->file().path() == path; });
    return found == followers_.end() ? nullptr : &*found;
}

/// Where reading of a file starts: where a former run stopped; where we have read it under
/// another name; the first time we see its source at its end, or a part before that; else at
/// its start.
/// @return nothing while another follower of the jail still reads it
std::optional<std::optional<LogPosition>> Reading::start_of(
    const Source& source, const std::string& path, bool is_first)
{
    if (const auto saved = store_.position(source.jail->config.name, path); saved && *saved)
        return *saved;
    const auto inode = source.is_pattern ? inode_of(path) : 0;
    for (const auto& other : followers_) {
        if (inode == 0 || other.jail != source.jail)
            continue;
        if (other.tail->file().position().inode == inode)
            return std::nullopt;
        if (const auto& former = other.tail->file().former(); former && former->inode == inode)
            return former;
    }
    if (!is_first || !source.is_new)
        return LogPosition {};
    return source.has_past ? LogFile::before_end(path, past_read) : std::optional<LogPosition> {};
}

Result<> Reading::follow(const Source& source, const std::string& path, bool is_first)
{
    const auto position = start_of(source, path, is_first);
    if (!position)
        return {};
    auto& jail = *source.jail;
    const auto old = is_first && source.is_new ? LineAge::past : LineAge::backlog;
    auto tail = TRY(LogTail::create(
        loop_, *watch_, path, *position, [this, &jail, old](std::string_view line, LineAge age) {
            line_(jail, line, age == LineAge::live ? age : old, std::nullopt);
        }));
    std::error_code error;
    if (!std::filesystem::exists(path, error))
        log::warning("waiting {} {} reason=\"there is no such file yet\"", log::field("log", path),
            log::field("jail", jail.config.name));
    log::info("following {} {} offset={}", log::field("log", path),
        log::field("jail", jail.config.name), tail->file().position().offset);
    followers_.push_back(
        {.jail = &jail, .source = &source, .tail = std::move(tail), .saved = *position});
    return {};
}

/// Lets go of members that are gone. One that only has another name, which matches, too, is
/// read to its end under the old one: its lines would count twice else.
void Reading::drop_gone(const Source& source, const std::vector<std::string>& paths)
{
    std::erase_if(followers_, [&](const Follower& one) {
        const auto& file = one.tail->file();
        return one.source == &source && inode_of(file.path()) == 0
            && std::ranges::none_of(
                paths, [&](const auto& path) { return inode_of(path) == file.position().inode; });
    });
}

/// Files that match a pattern come and go.
void Reading::look_for_members(bool is_first)
{
    for (const auto& source : sources_) {
        if (!source.is_pattern)
            continue;
        const auto paths = matches(source.path);
        drop_gone(source, paths);
        for (const auto& path : paths) {
            if (follower_of(source.jail, path) != nullptr)
                continue;
            if (size() >= max_logs)
                return log::warning(
                    "skipped {} reason=\"more than {} logs\"", log::field("log", path), max_logs);
            if (const auto followed = follow(source, path, is_first); !followed)
                log::warning("failed {}", followed.error().message());
        }
    }
    watch_directories();
}

void Reading::watch_directories()
{
    for (const auto& source : sources_)
        if (source.is_pattern)
            watch_->watch(this, fixed_directory(source.path), IN_CREATE | IN_MOVED_TO, [this] {
                // Not now: it ends watches.
                auto soon = loop_.after(milliseconds {0}, [this] {
                    soon_ = Watch {};
                    look_for_members(false);
                    save_later();
                });
                if (soon && !soon_)
                    soon_ = *std::move(soon);
            });
}

std::vector<std::string> Reading::files(const Jail& jail) const
{
    std::vector<std::string> paths;
    for (const auto& follower : followers_)
        if (follower.jail == &jail)
            paths.push_back(follower.tail->file().path());
    return paths;
}

void Reading::save_later()
{
    if (save_)
        return;
    auto later = loop_.after(save_delay, [this] {
        save_ = Watch {};
        if (const auto saved = save(); !saved)
            log::warning("failed {}", saved.error().message());
    });
    if (later)
        save_ = *std::move(later);
}

bool Reading::is_source(const Jail& jail, const std::string& path) const
{
    return path == journal_reader || std::ranges::any_of(sources_, [&](const Source& source) {
        return source.jail == &jail && source.path == path;
    });
}

Result<> Reading::sweep()
{
    for (const auto& jail : jails_)
        for (const auto& path : TRY(store_.paths(jail.config.name)))
            if (!is_source(jail, path) && follower_of(&jail, path) == nullptr
                && inode_of(path) == 0)
                TRY(store_.forget_position(jail.config.name, path));
    return {};
}

Result<> Reading::save()
{
    BanStore::Progress progress;
    for (auto& source : sources_)
        if (source.is_pattern && std::exchange(source.is_new, false))
            progress.positions.push_back({source.jail->config.name, source.path, {}});
    for (auto& follower : followers_) {
        auto position = follower.tail->file().position();
        if (position != follower.saved)
            progress.positions.push_back(
                {follower.jail->config.name, follower.tail->file().path(), position});
        follower.saved = std::move(position);
    }
    for (auto& journal : journals_)
        if (auto cursor = journal.tail->cursor(); cursor != journal.saved) {
            progress.positions.push_back(
                {journal.jail->config.name, std::string {journal_reader}, {.head = cursor}});
            journal.saved = std::move(cursor);
        }
    for (auto& jail : jails_)
        for (const auto& network : jail.ledger.take_changed())
            progress.counted.push_back({jail.config.name, network, jail.ledger.find(network)});
    if (progress.positions.empty() && progress.counted.empty())
        return {};
    return store_.save(progress);
}

}  // namespace hive
