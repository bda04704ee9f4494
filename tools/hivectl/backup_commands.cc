#include <algorithm>
#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/json.h"
#include "lib/paths.h"
#include "lib/sqlite.h"
#include "tools/hivectl/archive.h"
#include "tools/hivectl/ask.h"
#include "tools/hivectl/commands.h"

namespace hive {
namespace {

namespace fs = std::filesystem;

/// The two directories a backup holds, by the first part of the names in it.
struct Root {
    std::string_view prefix;
    std::string directory;
};
std::vector<Root> roots()
{
    return {{"configuration/", configuration_path("")}, {"state/", state_path("")}};
}

bool is_database(const fs::path& path)
{
    return path.extension() == ".db";
}

/// What SQLite keeps beside a database belongs to the moment; the copy needs none of it.
bool is_left_out(const std::string& name)
{
    return name.ends_with("-wal") || name.ends_with("-shm") || name.ends_with("-journal");
}

/// Plain files below a directory, sorted.
std::vector<fs::path> files_below(const std::string& directory)
{
    std::vector<fs::path> files;
    std::error_code error;
    for (auto entry = fs::recursive_directory_iterator {directory, error};
        !error && entry != fs::recursive_directory_iterator {}; entry.increment(error))
        if (entry->is_regular_file(error) && !entry->is_symlink(error)
            && !is_left_out(entry->path().filename().string()))
            files.push_back(entry->path());
    std::ranges::sort(files);
    return files;
}

Result<ArchiveEntry> entry_of(const std::string& name, const fs::path& file)
{
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0)
        return std::unexpected {Error::from_errno(errno, "stat " + file.string())};
    const auto* owner = ::getpwuid(status.st_uid);
    const auto* group = ::getgrgid(status.st_gid);
    return ArchiveEntry {.name = name,
        .mode = status.st_mode,
        .owner = owner != nullptr ? owner->pw_name : "",
        .group = group != nullptr ? group->gr_name : "",
        .size = status.st_size,
        .modified = status.st_mtime};
}

/// A database that is in use is copied as it is at one moment.
Result<> add_database(
    ArchiveWriter& archive, const std::string& name, const fs::path& file, const fs::path& copy)
{
    fs::remove(copy);
    auto database = TRY(Sqlite::open(file, Sqlite::Mode::read_only));
    auto vacuum = TRY(database.prepare("VACUUM INTO ?"));
    TRY(vacuum.bind(1, copy.string()));
    TRY(vacuum.run());
    auto entry = TRY(entry_of(name, file));
    entry.size = static_cast<std::int64_t>(fs::file_size(copy));
    const auto added = archive.add(entry, copy);
    fs::remove(copy);
    return added;
}

Result<int> write_backup(const std::string& path)
{
    auto archive = TRY(ArchiveWriter::create(path));
    const fs::path own = fs::absolute(path);
    int count = 0;
    for (const Root& root : roots())
        for (const auto& file : files_below(root.directory)) {
            if (file == own)
                continue;
            const auto name
                = std::string {root.prefix} + fs::relative(file, root.directory).string();
            if (is_database(file))
                TRY(add_database(archive, name, file, path + ".database"));
            else
                TRY(archive.add(TRY(entry_of(name, file)), file));
            ++count;
        }
    TRY(archive.finish());
    return count;
}

/// Where a file of a backup belongs. @return an error for a name of neither directory
Result<std::string> place_of(const std::string& name)
{
    for (const Root& root : roots())
        if (name.starts_with(root.prefix))
            return (fs::path {root.directory} / name.substr(root.prefix.size())).string();
    return fail("'{}' belongs neither to the configuration nor to the state", name);
}

/// Calls back with each entry; the file stands at its first byte, and behind its last afterwards.
Result<int> each_entry(int fd, const std::function<Result<>(const ArchiveEntry&)>& take)
{
    int count = 0;
    for (off_t at = 0;;) {
        std::string block(archive_block, '\0');
        const auto length = ::pread(fd, block.data(), block.size(), at);
        block.resize(static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
        const auto entry = TRY(parse_archive_header(block));
        if (!entry)
            return count;
        at += static_cast<off_t>(archive_block);
        if (::lseek(fd, at, SEEK_SET) < 0)
            return std::unexpected {Error::from_errno(errno, "seek")};
        TRY(take(*entry));
        const auto blocks
            = (static_cast<std::size_t>(entry->size) + archive_block - 1) / archive_block;
        at += static_cast<off_t>(blocks * archive_block);
        ++count;
    }
}

/// Only root can give files away.
Result<> give_back(int fd, const ArchiveEntry& entry)
{
    if (::fchmod(fd, entry.mode) != 0)
        return std::unexpected {Error::from_errno(errno, "chmod " + entry.name)};
    const auto* owner = ::getpwnam(entry.owner.c_str());
    const auto* group = ::getgrnam(entry.group.c_str());
    if (::geteuid() == 0 && owner != nullptr && group != nullptr
        && ::fchown(fd, owner->pw_uid, group->gr_gid) != 0)
        return std::unexpected {Error::from_errno(errno, "chown " + entry.name)};
    return {};
}

Result<> put_back(int archive, const ArchiveEntry& entry)
{
    const auto place = TRY(place_of(entry.name));
    const auto draft = place + ".restored";
    std::error_code error;
    fs::create_directories(fs::path {place}.parent_path(), error);
    ::unlink(draft.c_str());
    const Fd file {::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (!file)
        return std::unexpected {Error::from_errno(errno, "create " + draft)};
    TRY(copy_bytes(archive, file.get(), entry.size));
    TRY(give_back(file.get(), entry));
    if (::fsync(file.get()) != 0 || ::rename(draft.c_str(), place.c_str()) != 0)
        return std::unexpected {Error::from_errno(errno, "replace " + place)};
    if (is_database(place))
        for (const auto* beside : {"-wal", "-shm"})
            ::unlink((place + beside).c_str());
    return {};
}

Result<int> restore_all(const Invocation& invocation)
{
    const auto& path = invocation.words.front();
    const Fd archive {::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!archive)
        return std::unexpected {Error::from_errno(errno, "open " + path)};
    // All of it is looked at before anything is replaced.
    const int count = TRY(each_entry(archive.get(), [](const ArchiveEntry& entry) -> Result<> {
        TRY(place_of(entry.name));
        return {};
    }));
    if (ask("supervisor", "ping", Json::object()))
        return fail("the supervisor runs; end it first: hivectl shutdown");
    if (!invocation.is_sure)
        return fail("{} files would be replaced; say --yes", count);
    return each_entry(
        archive.get(), [&](const ArchiveEntry& entry) { return put_back(archive.get(), entry); });
}

int tell(const Result<int>& count, std::string_view did, const Invocation& invocation)
{
    if (!count)
        return complain(count.error().message());
    if (invocation.is_json)
        say(to_text(Json {{"files", *count}, {"file", invocation.words.front()}}) + '\n');
    else
        say(fmt::format("{} {} files\n", did, *count));
    return 0;
}

}  // namespace

int back_up(const Invocation& invocation, const Terminal& /*terminal*/)
{
    const auto& path = invocation.words.front();
    const bool was_there = ::access(path.c_str(), F_OK) == 0;
    const auto written = write_backup(path);
    if (!written && !was_there)
        ::unlink(path.c_str());  // half a backup is none
    return tell(written, "kept", invocation);
}

int restore(const Invocation& invocation, const Terminal& /*terminal*/)
{
    return tell(restore_all(invocation), "put back", invocation);
}

}  // namespace hive
