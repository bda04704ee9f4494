#include "supervisor/core/look.h"

#include <algorithm>
#include <ctime>

#include <mntent.h>
#include <regex.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <nettle/sha2.h>

#include "lib/account.h"
#include "lib/encoding.h"
#include "lib/file.h"
#include "lib/handle.h"
#include "lib/number.h"
#include "supervisor/core/process.h"
#include "supervisor/core/system_figures.h"

namespace hive {
namespace {

constexpr std::size_t mount_limit = 65536;  // of a line of the list of mounts
constexpr std::size_t content_limit = 16 << 20;  // of a file that is hashed or searched

Reading missing(std::string why)
{
    return {.is_missing = true, .status = std::move(why)};
}

bool asks_for(const CheckConfig& check, std::string_view metric)
{
    return std::ranges::any_of(
        check.rules, [metric](const Rule& rule) { return rule.metric == metric; });
}

std::string sha256(const std::string& text)
{
    sha256_ctx context;
    ::sha256_init(&context);
    ::sha256_update(&context, text.size(), reinterpret_cast<const std::uint8_t*>(text.data()));
    std::string digest(SHA256_DIGEST_SIZE, '\0');
    ::sha256_digest(&context, digest.size(), reinterpret_cast<std::uint8_t*>(digest.data()));
    return to_hex(digest);
}

void add_content(const CheckConfig& check, Reading& reading)
{
    const bool wants_hash = asks_for(check, "sha256");
    const bool wants_text = asks_for(check, "content");
    if (!wants_hash && !wants_text)
        return;
    auto text = read_file(check.path, content_limit);
    if (!text) {
        reading.status = text.error().message();
        return;
    }
    if (wants_hash)
        reading.texts["sha256"] = sha256(*text);
    if (wants_text)
        reading.texts["content"] = *std::move(text);
}

mode_t kind_of(CheckType type)
{
    if (type == CheckType::directory)
        return S_IFDIR;
    return type == CheckType::fifo ? S_IFIFO : S_IFREG;
}

Reading look_at_file(const CheckConfig& check)
{
    struct stat status {};
    if (::stat(check.path.c_str(), &status) != 0)
        return missing(fmt::format("no {}", check.path));
    if ((status.st_mode & S_IFMT) != kind_of(check.type))
        return missing(fmt::format("{} is no {}", check.path, name_of(check.type)));
    Reading reading {.numbers = {{"size", static_cast<double>(status.st_size)},
                         {"age", static_cast<double>(std::time(nullptr) - status.st_mtime)}},
        .texts = {{"permission", fmt::format("{:04o}", status.st_mode & 07777U)}}};
    reading.texts["user"] = user_name(status.st_uid);
    reading.texts["group"] = group_name(status.st_gid);
    if (check.type == CheckType::file)
        add_content(check, reading);
    return reading;
}

/// Options of the filesystem a directory or device names. Several threads look at once.
/// @return nothing when not mounted
std::optional<std::string> mount_flags(std::string& path)
{
    const Handle<FILE, ::endmntent> table {::setmntent("/proc/self/mounts", "r")};
    if (!table)
        return std::nullopt;
    mntent entry {};
    std::string texts(mount_limit, '\0');
    while (
        ::getmntent_r(table.get(), &entry, texts.data(), static_cast<int>(texts.size())) != nullptr)
        if (path == entry.mnt_dir || path == entry.mnt_fsname) {
            path = entry.mnt_dir;
            return entry.mnt_opts;
        }
    return std::nullopt;
}

double percent(double part, double whole)
{
    return whole > 0 ? 100 * part / whole : 0;
}

Reading look_at_filesystem(const CheckConfig& check)
{
    auto path = check.path;
    const auto flags = mount_flags(path);
    struct statvfs status {};
    if (!flags || ::statvfs(path.c_str(), &status) != 0)
        return missing(fmt::format("{} is not mounted", check.path));
    const auto block = static_cast<double>(status.f_frsize);
    const auto used = static_cast<double>(status.f_blocks - status.f_bfree);
    const auto usable = used + static_cast<double>(status.f_bavail);  // as df counts
    return {.numbers
        = {{"space", percent(used, usable)}, {"free", static_cast<double>(status.f_bavail) * block},
            {"inodes",
                percent(static_cast<double>(status.f_files - status.f_ffree),
                    static_cast<double>(status.f_files))}},
        .texts = {{"flags", *flags}}};
}

pid_t pid_in(const std::string& path)
{
    const auto text = read_file(path, 4096);
    std::string_view rest = text ? std::string_view {*text} : std::string_view {};
    return std::max(take_number<pid_t>(rest).value_or(0), 0);
}

Reading look_at_process_check(const CheckConfig& check, const Reading* before, double now)
{
    if (!check.pid_file.empty()) {
        auto reading = look_at_running(pid_in(check.pid_file), before, now);
        if (reading.is_missing)
            reading.status = fmt::format("no process of {}", check.pid_file);
        return reading;
    }
    const auto found = matching_processes(check.pattern);
    if (!found)
        return missing(found.error().message());
    return found->empty() ? missing(fmt::format("no process matches {}", check.pattern))
                          : look_at_running(found->front(), before, now);
}

}  // namespace

Result<std::vector<pid_t>> matching_processes(const std::string& pattern)
{
    regex_t expression {};
    if (::regcomp(&expression, pattern.c_str(), REG_EXTENDED | REG_NOSUB) != 0)
        return fail("'{}' is not an extended regular expression", pattern);
    std::vector<pid_t> found;
    for (const auto& process : all_processes()) {
        auto line = read_file(fmt::format("/proc/{}/cmdline", process.pid), 1 << 16);
        if (!line || line->empty() || process.pid == ::getpid())
            continue;
        if (line->back() == '\0')  // behind the last word, so that $ is the end of it
            line->pop_back();
        std::ranges::replace(*line, '\0', ' ');
        if (::regexec(&expression, line->c_str(), 0, nullptr, 0) == 0)
            found.push_back(process.pid);
    }
    ::regfree(&expression);
    std::ranges::sort(found);
    return found;
}

Reading look_at_running(pid_t pid, const Reading* before, double now)
{
    const auto stat = pid > 0 ? look_at_process(pid) : std::nullopt;
    if (!stat || stat->state == 'Z')
        return missing("it does not run");
    const auto per_second = static_cast<double>(::sysconf(_SC_CLK_TCK));
    const auto page = static_cast<double>(::sysconf(_SC_PAGESIZE));
    const auto processes = all_processes();
    const auto tree = process_tree(processes, pid);
    Reading reading {
        .numbers = {{"pid", pid}, {"memory", static_cast<double>(stat->resident_pages) * page},
            {"descriptors", count_descriptors(pid)},
            {"children", static_cast<double>(tree.size() - 1)},
            {"uptime", boot_seconds() - static_cast<double>(stat->start_ticks) / per_second},
            {"ticks", static_cast<double>(stat->cpu_ticks)}, {"taken", now}}};
    const bool is_same = before != nullptr && before->numbers.contains("pid")
        && before->numbers.at("pid") == pid && now > before->numbers.at("taken");
    if (is_same)
        reading.numbers["cpu"] = 100 * (reading.numbers["ticks"] - before->numbers.at("ticks"))
            / per_second / (now - before->numbers.at("taken"));
    return reading;
}

Reading look_at(const CheckConfig& check, const Reading* before, double now)
{
    switch (check.type) {
    case CheckType::process: return look_at_process_check(check, before, now);
    case CheckType::file:
    case CheckType::directory:
    case CheckType::fifo: return look_at_file(check);
    case CheckType::filesystem: return look_at_filesystem(check);
    case CheckType::network: return look_at_network(check.interface, before, now);
    case CheckType::system: return look_at_system(before);
    case CheckType::program:
    case CheckType::host: break;
    }
    return missing("it is looked at by a program");
}

}  // namespace hive
