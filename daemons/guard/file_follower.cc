#include "daemons/guard/file_follower.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hive {
namespace {

constexpr std::size_t bytes_a_read = 64 << 10;
constexpr int reads_a_look = 4;

}  // namespace

FileFollower::FileFollower(std::string path, std::size_t longest, Line line)
    : path_ {std::move(path)}, line_ {std::move(line)}, lines_ {longest}, buffer_(bytes_a_read)
{
}

void FileFollower::open()
{
    fd_ = Fd {::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    struct stat status {};
    if (!fd_ || ::fstat(fd_.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        fd_.reset();
        return;
    }
    inode_ = status.st_ino;
    offset_ = is_first_look_ ? status.st_size : 0;
    lines_.reset();
}

bool FileFollower::is_replaced() const
{
    struct stat status {};
    return ::stat(path_.c_str(), &status) == 0 && status.st_ino != inode_;
}

FileFollower::Progress FileFollower::look(const std::function<void(std::int64_t)>& restarted)
{
    if (!fd_) {
        open();
        is_first_look_ = false;
        if (!fd_)
            return Progress::at_end;
        restarted(offset_);
    }
    struct stat status {};
    if (::fstat(fd_.get(), &status) == 0 && status.st_size < offset_) {
        offset_ = 0;
        lines_.reset();
        restarted(0);
    }
    for (int i = 0; i < reads_a_look; ++i) {
        const auto size = ::pread(fd_.get(), buffer_.data(), buffer_.size(), offset_);
        if (size <= 0) {
            if (is_replaced())
                fd_.reset();
            return fd_ ? Progress::at_end : Progress::more;
        }
        offset_ += size;
        lines_.feed({buffer_.data(), static_cast<std::size_t>(size)}, line_);
    }
    return Progress::more;
}

}  // namespace hive
