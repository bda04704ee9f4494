#include "daemons/chart/store.h"

#include <sys/stat.h>

namespace hive {

Store::Loan::Loan(Store& store, FileId file, Readings readings)
    : store_ {&store}, file_ {file}, readings_ {std::move(readings)}
{
}

Store::Loan::Loan(Loan&& other) noexcept
    : store_ {std::exchange(other.store_, nullptr)}, file_ {other.file_},
      readings_ {std::move(other.readings_)}
{
}

Store::Loan::~Loan()
{
    if (store_ != nullptr)
        store_->give_back(file_, std::move(readings_));
}

void Store::Loan::discard()
{
    store_ = nullptr;
}

Result<std::optional<Store::Loan>> Store::borrow()
{
    struct stat status {};
    if (::stat(path_.c_str(), &status) != 0)
        status = {};  // Readings::open() knows what a missing file means
    const FileId file {.device = status.st_dev, .inode = status.st_ino};
    if (auto readings = take_idle(file))
        return Loan {*this, file, std::move(*readings)};
    auto opened = TRY(Readings::open(path_));
    if (!opened)
        return std::nullopt;
    return Loan {*this, file, std::move(*opened)};
}

Result<std::optional<std::uint64_t>> Store::generation()
{
    auto loan = TRY(borrow());
    if (!loan)
        return std::nullopt;
    // Each connection notices a commit once, so one commit may count several times.
    const bool has_changed = TRY((*loan)->has_changed());
    const std::lock_guard lock {mutex_};
    return has_changed ? ++generation_ : generation_;
}

std::optional<Readings> Store::take_idle(FileId file)
{
    const std::lock_guard lock {mutex_};
    if (file != file_) {
        idle_.clear();
        file_ = file;
    }
    if (idle_.empty())
        return std::nullopt;
    Readings readings = std::move(idle_.back());
    idle_.pop_back();
    return readings;
}

void Store::give_back(FileId file, Readings readings)
{
    const std::lock_guard lock {mutex_};
    if (file == file_)
        idle_.push_back(std::move(readings));
}

}  // namespace hive
