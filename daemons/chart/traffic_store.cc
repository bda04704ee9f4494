#include "daemons/chart/traffic_store.h"

#include <sys/stat.h>

#include "lib/guard_schema.h"

namespace hive {

Result<Sqlite*> TrafficStore::open()
{
    struct stat status {};
    if (::stat(path_.c_str(), &status) != 0) {
        database_.reset();
        return nullptr;
    }
    const FileId file {.device = status.st_dev, .inode = status.st_ino};
    if (database_ && file == file_)
        return &*database_;
    auto database = TRY(Sqlite::open(path_, Sqlite::Mode::read_only));
    const auto version = TRY(database.integer("PRAGMA user_version"));
    if (version == 0)
        return nullptr;
    if (version > static_cast<std::int64_t>(guard_migrations.size()))
        return fail("{}: made by a newer hive-guard (version {})", path_, version);
    file_ = file;
    return &database_.emplace(std::move(database));
}

}  // namespace hive
