#include "tools/hivectl/archive.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <numeric>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "lib/number.h"

namespace hive {
namespace {

/// Places of the fields of a ustar header (POSIX.1-2017, pax, "ustar Interchange Format").
struct Field {
    std::size_t begin;
    std::size_t length;
};
constexpr Field name_field {0, 100};
constexpr Field mode_field {100, 8};
constexpr Field uid_field {108, 8};
constexpr Field gid_field {116, 8};
constexpr Field size_field {124, 12};
constexpr Field time_field {136, 12};
constexpr Field sum_field {148, 8};
constexpr Field type_field {156, 1};
constexpr Field magic_field {257, 8};
constexpr Field owner_field {265, 32};
constexpr Field group_field {297, 32};
constexpr std::string_view magic {"ustar\00000", 8};
constexpr std::int64_t largest = (std::int64_t {1} << 33) - 1;  // 11 octal digits

void put(std::string& block, Field field, std::string_view text)
{
    block.replace(field.begin, text.size(), text);
}

void put_octal(std::string& block, Field field, std::int64_t value)
{
    put(block, field, fmt::format("{:0{}o}", value, field.length - 1));
}

std::string_view text_of(std::string_view block, Field field)
{
    const auto text = block.substr(field.begin, field.length);
    return text.substr(0, text.find('\0'));
}

Result<std::int64_t> octal_of(std::string_view block, Field field)
{
    auto text = text_of(block, field);
    const auto value = take_number<std::int64_t>(text, 8);
    if (!value || *value < 0)
        return fail("not a backup: a number is none");
    return *value;
}

/// The sum of all bytes, those of the sum itself taken as blanks.
std::int64_t sum_of(std::string_view block)
{
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < block.size(); ++i) {
        const bool is_sum = i >= sum_field.begin && i < sum_field.begin + sum_field.length;
        sum += is_sum ? ' ' : static_cast<unsigned char>(block[i]);
    }
    return sum;
}

bool leads_out(std::string_view name)
{
    return name.starts_with('/') || name == ".." || name.starts_with("../") || name.contains("/../")
        || name.ends_with("/..");
}

Result<> write_all(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR)
            return std::unexpected {Error::from_errno(errno, "write")};
        bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    }
    return {};
}

std::size_t padding(std::int64_t size)
{
    const auto over = static_cast<std::size_t>(size) % archive_block;
    return over == 0 ? 0 : archive_block - over;
}

}  // namespace

Result<std::string> archive_header(const ArchiveEntry& entry)
{
    if (entry.name.size() > name_field.length || entry.name.empty())
        return fail("{}: the name is too long for a backup", entry.name);
    if (entry.size > largest)
        return fail("{}: larger than 8 GB", entry.name);
    std::string block(archive_block, '\0');
    put(block, name_field, entry.name);
    put_octal(block, mode_field, entry.mode & 07777U);
    put_octal(block, uid_field, 0);
    put_octal(block, gid_field, 0);
    put_octal(block, size_field, entry.size);
    put_octal(block, time_field, std::max<std::int64_t>(entry.modified, 0));
    put(block, type_field, "0");
    put(block, magic_field, magic);
    put(block, owner_field, entry.owner.substr(0, owner_field.length - 1));
    put(block, group_field, entry.group.substr(0, group_field.length - 1));
    put(block, sum_field, fmt::format("{:06o}", sum_of(block)) + std::string {"\0 ", 2});
    return block;
}

Result<std::optional<ArchiveEntry>> parse_archive_header(std::string_view block)
{
    if (block.size() != archive_block)
        return fail("not a backup: it ends in the middle");
    if (std::ranges::all_of(block, [](char c) { return c == '\0'; }))
        return std::nullopt;
    if (block.substr(magic_field.begin, 5) != magic.substr(0, 5))
        return fail("not a backup: no ustar archive");
    if (TRY(octal_of(block, sum_field)) != sum_of(block))
        return fail("damaged: a sum does not fit");
    const char type = block[type_field.begin];
    ArchiveEntry entry {.name = std::string {text_of(block, name_field)},
        .mode = static_cast<mode_t>(TRY(octal_of(block, mode_field)) & 0777),
        .owner = std::string {text_of(block, owner_field)},
        .group = std::string {text_of(block, group_field)},
        .size = TRY(octal_of(block, size_field)),
        .modified = TRY(octal_of(block, time_field))};
    if (entry.name.empty() || leads_out(entry.name) || (type != '0' && type != '\0'))
        return fail("not a backup of hivectl: '{}' is no plain file", entry.name);
    return entry;
}

Result<ArchiveWriter> ArchiveWriter::create(const std::string& path)
{
    Fd fd {::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (!fd)
        return std::unexpected {Error::from_errno(errno, "create " + path)};
    return ArchiveWriter {std::move(fd)};
}

Result<> ArchiveWriter::add(const ArchiveEntry& entry, const std::string& file)
{
    const Fd from {::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!from)
        return std::unexpected {Error::from_errno(errno, "open " + file)};
    TRY(write_all(fd_.get(), TRY(archive_header(entry))));
    if (const auto copied = copy_bytes(from.get(), fd_.get(), entry.size); !copied)
        return fail("{}: {}", file, copied.error().message());
    return write_all(fd_.get(), std::string(padding(entry.size), '\0'));
}

Result<> ArchiveWriter::finish()
{
    TRY(write_all(fd_.get(), std::string(2 * archive_block, '\0')));
    if (::fsync(fd_.get()) != 0)
        return std::unexpected {Error::from_errno(errno, "fsync")};
    return {};
}

Result<> copy_bytes(int from, int to, std::int64_t size)
{
    std::vector<char> buffer(1 << 16);
    while (size > 0) {
        const auto wanted = std::min<std::int64_t>(size, static_cast<std::int64_t>(buffer.size()));
        const auto count = ::read(from, buffer.data(), static_cast<std::size_t>(wanted));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return count < 0 ? std::unexpected {Error::from_errno(errno, "read")}
                             : fail("it ends in the middle");
        TRY(write_all(to, {buffer.data(), static_cast<std::size_t>(count)}));
        size -= count;
    }
    return {};
}

}  // namespace hive
