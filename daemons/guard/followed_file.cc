#include "daemons/guard/followed_file.h"

#include <algorithm>

#include <fcntl.h>
#include <unistd.h>

namespace hive {
namespace {

constexpr std::chrono::milliseconds look_period {200};

}  // namespace

FollowedFile::FollowedFile(EventLoop& loop, std::string name, const std::string& kind,
    std::string server, const std::string& path, const FlowFields& fields, TrafficSink& sink)
    : Source {std::move(name), kind}, loop_ {loop}, sink_ {sink}, server_ {std::move(server)},
      flows_ {fields}, file_ {path, kind == "log" ? max_access_line : max_flow_line,
                           [this, is_log = kind == "log"](std::string_view line) {
                               is_log ? take_access_line(line) : take_flow_line(line);
                           }}
{
}

Result<std::unique_ptr<FollowedFile>> FollowedFile::follow_log(
    EventLoop& loop, const LogConfig& config, TrafficSink& sink)
{
    std::unique_ptr<FollowedFile> self {new FollowedFile {loop, config.name, "log",
        config.server.empty() ? config.name : config.server, config.path, {}, sink}};
    TRY(self->start());
    return self;
}

Result<std::unique_ptr<FollowedFile>> FollowedFile::follow_flows(
    EventLoop& loop, const FlowsConfig& config, TrafficSink& sink)
{
    std::unique_ptr<FollowedFile> self {
        new FollowedFile {loop, config.name, "flows", "", config.path, config.fields(), sink}};
    TRY(self->start());
    return self;
}

Result<> FollowedFile::start()
{
    look();
    look_ = TRY(loop_.every(look_period, [this] { look(); }));
    return {};
}

void FollowedFile::look()
{
    if (file_.look([this](std::int64_t offset) { restart(offset); })
        == FileFollower::Progress::at_end)
        return;
    if (auto again = loop_.after(std::chrono::milliseconds {0}, [this] { look(); }))
        again_ = *std::move(again);
}

void FollowedFile::take_access_line(std::string_view line)
{
    if (line.empty())
        return;
    auto event = log_reader_.read(line);
    if (!event)
        return refuse(event.error().message());
    event->time = live_time(event->time, event_clock_now());
    count();
    sink_.take(*event, server_);
}

/// Of a CSV file that is followed from its end the header stands at its start.
void FollowedFile::restart(std::int64_t offset)
{
    flows_.restart();
    if (counts().kind != "flows" || offset == 0)
        return;
    std::string start(max_flow_line, '\0');
    const Fd fd {::open(file_.path().c_str(), O_RDONLY | O_CLOEXEC)};
    const auto size = fd ? ::read(fd.get(), start.data(), start.size()) : -1;
    start.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    const auto line = std::string_view {start}.substr(0, start.find('\n'));
    if (line.starts_with('{'))
        return;
    if (const auto header = flows_.read(line); !header)
        refuse(header.error().message());
}

void FollowedFile::take_flow_line(std::string_view line)
{
    const auto read = flows_.read(line);
    if (!read)
        return refuse(read.error().message());
    const auto& flow = *read;
    if (!flow)
        return;
    count();
    sink_.take(*flow, live_time(flow->time, event_clock_now()));
}

}  // namespace hive
