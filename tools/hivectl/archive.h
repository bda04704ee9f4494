// tools/hivectl/archive.h - a tape archive (POSIX ustar) of plain files, for backups.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

#include "lib/fd.h"
#include "lib/result.h"

namespace hive {

struct ArchiveEntry {
    std::string name;  // "configuration/users", at most 100 bytes
    mode_t mode = 0600;
    std::string owner;  // names, which need not exist where it is put back
    std::string group;
    std::int64_t size = 0;  // bytes
    std::int64_t modified = 0;  // epoch seconds
};

constexpr std::size_t archive_block = 512;

/// The block in front of a file's bytes. @param entry with a size of less than 2^33
[[nodiscard]] Result<std::string> archive_header(const ArchiveEntry& entry);
/// Pure; fuzzed. @param block 512 bytes
/// @return nothing for the block of zeros that ends an archive; an error for a block that is no
///         header of a plain file, or a name that leads out of where files are put
[[nodiscard]] Result<std::optional<ArchiveEntry>> parse_archive_header(std::string_view block);

/// Writes an archive, file after file.
class ArchiveWriter {
public:
    /// @param path must not exist yet; only its owner may read it
    static Result<ArchiveWriter> create(const std::string& path);
    /// Copies a file. @param entry whose size is that of the file
    Result<> add(const ArchiveEntry& entry, const std::string& file);
    /// Ends the archive; it is on the disk then.
    Result<> finish();

private:
    explicit ArchiveWriter(Fd fd) : fd_ {std::move(fd)} { }
    Fd fd_;
};

/// Copies `size` bytes from where one file stands to where the other does.
Result<> copy_bytes(int from, int to, std::int64_t size);

}  // namespace hive
