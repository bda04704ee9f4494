#include "daemons/ban/regex_command.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <getopt.h>
#include <sysexits.h>
#include <unistd.h>

#include "daemons/ban/jail.h"
#include "daemons/ban/line_splitter.h"
#include "lib/fd.h"
#include "lib/json.h"
#include "lib/log.h"

namespace hive {
namespace {

constexpr const char* usage = "usage: hive-ban regex --filter FILE|--rule RE [--json] [LOG|-]\n";
constexpr const char* fail2ban = "/etc/fail2ban";

enum class Output { text, json };

struct Request {
    JailConfig jail;  // its filter or rule
    Output output = Output::text;
    std::string log = "-";
};

std::optional<Request> parse_request(int argc, char** argv)
{
    constexpr std::array options {option {"filter", required_argument, nullptr, 'f'},
        option {"rule", required_argument, nullptr, 'r'},
        option {"json", no_argument, nullptr, 'j'}, option {}};
    Request request;
    for (int c = 0; (c = ::getopt_long(argc, argv, "", options.data(), nullptr)) != -1;) {
        switch (c) {
        case 'f': request.jail.filter = ::optarg; break;
        case 'r': request.jail.rule = ::optarg; break;
        case 'j': request.output = Output::json; break;
        default: return std::nullopt;
        }
    }
    if (request.jail.filter.empty() == request.jail.rule.empty() || argc - ::optind > 1)
        return std::nullopt;
    if (::optind < argc)
        request.log = argv[::optind];
    return request;
}

std::int64_t epoch(const LineMatch& match, WallTime now)
{
    return std::chrono::system_clock::to_time_t(match.date ? to_time(*match.date, now) : now);
}

/// Counts and prints, line by line.
class Report {
public:
    Report(Filter& filter, Output output) : filter_ {filter}, output_ {output} { }

    void line(std::string_view text)
    {
        ++lines_;
        const auto match = filter_.match(text);
        const bool is_failure = match.kind == LineMatch::Kind::failure;
        matches_ += is_failure ? 1 : 0;
        if (output_ == Output::json)
            print_json(match);
        else if (is_failure)
            fmt::print(
                "{} rule={} {}\n", match.address.text(), match.rule + 1, log::field("line", text));
    }
    void end() const
    {
        if (output_ == Output::text)
            fmt::print("{} of {} lines match\n", matches_, lines_);
        if (filter_.overruns() > 0)
            fmt::print(stderr, "{} searches were given up: too much work\n", filter_.overruns());
    }

private:
    void print_json(const LineMatch& match) const
    {
        Json object {{"line", lines_}, {"match", match.kind == LineMatch::Kind::failure}};
        if (match.kind == LineMatch::Kind::failure) {
            object["host"] = match.address.text();
            object["time"] = epoch(match, std::chrono::system_clock::now());
            object["rule"] = match.rule + 1;
        }
        fmt::print("{}\n", to_text(object));
    }

    Filter& filter_;
    Output output_;
    std::int64_t lines_ = 0;
    std::int64_t matches_ = 0;
};

Result<> read_lines(const std::string& path, Report& report)
{
    Fd opened;
    int fd = STDIN_FILENO;
    if (path != "-") {
        opened.reset(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
        if (!opened)
            return std::unexpected {Error::from_errno(errno, "open " + path)};
        fd = opened.get();
    }
    LineSplitter splitter;
    const auto take = [&](std::string_view line) { report.line(line); };
    std::array<char, 65536> buffer;  // NOLINT: filled by the read
    for (;;) {
        const auto count = ::read(fd, buffer.data(), buffer.size());
        if (count < 0)
            return std::unexpected {Error::from_errno(errno, "read " + path)};
        if (count == 0)
            break;
        splitter.feed({buffer.data(), static_cast<std::size_t>(count)}, take);
    }
    if (splitter.pending() > 0)
        splitter.feed("\n", take);
    return {};
}

}  // namespace

int regex_command(int argc, char** argv)
{
    const auto request = parse_request(argc, argv);
    if (!request) {
        fmt::print(stderr, "{}", usage);
        return EX_USAGE;
    }
    auto filter = make_filter(request->jail, fail2ban);
    if (!filter) {
        fmt::print(stderr, "hive-ban: {}\n", filter.error().message());
        return EX_CONFIG;
    }
    Report report {*filter, request->output};
    if (const auto read = read_lines(request->log, report); !read) {
        fmt::print(stderr, "hive-ban: {}\n", read.error().message());
        return EX_SOFTWARE;
    }
    report.end();
    return 0;
}

}  // namespace hive
