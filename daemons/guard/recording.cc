#include "daemons/guard/recording.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemons/guard/lines.h"
#include "lib/fd.h"
#include "lib/trim.h"

namespace hive {
namespace {

/// A line of the file by its time.
struct Place {
    EventTime time;
    std::size_t offset;
    std::uint32_t length;
    std::uint32_t number;  // from 1; wraps, only shown
};

/// The file in memory, as far as it is looked at.
class Mapping {
public:
    static Result<Mapping> of(int fd, std::size_t size)
    {
        auto* const memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (memory == MAP_FAILED)
            return std::unexpected {Error::from_errno(errno, "mmap")};
        return Mapping {memory, size};
    }
    Mapping(Mapping&& other) noexcept
        : memory_ {std::exchange(other.memory_, nullptr)}, size_ {other.size_}
    {
    }
    Mapping& operator=(Mapping&&) = delete;
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    ~Mapping()
    {
        if (memory_ != nullptr)
            ::munmap(memory_, size_);
    }
    [[nodiscard]] std::string_view text() const
    {
        return {static_cast<const char*>(memory_), size_};
    }

private:
    Mapping(void* memory, std::size_t size) : memory_ {memory}, size_ {size} { }
    void* memory_;
    std::size_t size_;
};

}  // namespace

Result<> Recording::replay(
    const std::string& path, const FlowFields& fields, const Visitor& visitor)
{
    Recording recording {path, fields, visitor};
    if (path == "-")
        return recording.read_stream();
    const Fd fd {::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!fd)
        return std::unexpected {Error::from_errno(errno, "open " + path)};
    return recording.read_sorted(fd.get());
}

Result<> Recording::read_stream()
{
    std::array<char, 65536> buffer;  // NOLINT: filled by the read
    Lines lines {max_flow_line};
    std::size_t number = 0;
    const auto take_line = [&](std::string_view line) { take(line, ++number); };
    while (true) {
        const auto size = ::read(STDIN_FILENO, buffer.data(), buffer.size());
        if (size < 0)
            return std::unexpected {Error::from_errno(errno, "read standard input")};
        if (size == 0)
            break;
        lines.feed({buffer.data(), static_cast<std::size_t>(size)}, take_line);
    }
    if (!lines.rest().empty())
        take_line(lines.rest());
    return {};
}

Result<> Recording::read_sorted(int fd)
{
    struct stat status {};
    if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
        return fail("{} is not a file", path_);
    if (status.st_size == 0)
        return {};
    const auto mapping = TRY(Mapping::of(fd, static_cast<std::size_t>(status.st_size)));
    visit_in_order(mapping.text());
    return {};
}

void Recording::visit_in_order(std::string_view text)
{
    std::vector<Place> places;
    std::uint32_t number = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = text.substr(at, end - at);
        ++number;
        const auto time = time_of(line);
        // What has no time keeps its place behind the line before it.
        last_ = time.value_or(last_);
        places.push_back({.time = last_,
            .offset = at,
            .length = static_cast<std::uint32_t>(line.size()),
            .number = number});
        at = end + 1;
    }
    std::ranges::stable_sort(places, {}, &Place::time);
    flows_.restart();
    kind_ = Kind::unknown;
    if (!places.empty()) {
        const auto first = std::ranges::min_element(places, {}, &Place::offset);
        std::ranges::rotate(places.begin(), first, first + 1);
    }
    for (const auto& place : places)
        take(text.substr(place.offset, place.length), place.number);
}

/// The first line decides: a web server's, or a header or record of flows.
void Recording::decide_kind(std::string_view line)
{
    if (kind_ == Kind::unknown && !trimmed(line).empty())
        kind_ = log_.read(line) ? Kind::log : Kind::flows;
}

std::optional<EventTime> Recording::time_of(std::string_view line)
{
    decide_kind(line);
    if (kind_ == Kind::log) {
        const auto event = log_.read(line);
        return event ? std::optional {event->time} : std::nullopt;
    }
    const auto flow = flows_.read(line);
    return flow && *flow ? (*flow)->time : std::nullopt;
}

void Recording::take(std::string_view line, std::size_t number)
{
    const auto refuse = [&](const Error& error) {
        visitor_.refused(fmt::format("{}:{}: {}", path_, number, error.message()));
    };
    decide_kind(line);
    if (trimmed(line).empty())
        return;
    if (kind_ == Kind::log) {
        if (const auto event = log_.read(line))
            visitor_.request(*event);
        else
            refuse(event.error());
        return;
    }
    const auto flow = flows_.read(line);
    if (!flow)
        return refuse(flow.error());
    if (!*flow)
        return;
    last_ = (*flow)->time.value_or(last_);
    visitor_.flow(**flow, last_);
}

}  // namespace hive
