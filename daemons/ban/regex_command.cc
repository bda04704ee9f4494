// daemons/ban/regex_command.cc - reads the lines and hands them to the report.
#include "daemons/ban/regex_command.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <sysexits.h>
#include <unistd.h>

#include "daemons/ban/line_splitter.h"
#include "daemons/ban/regex_report.h"
#include "daemons/ban/regex_request.h"
#include "lib/fd.h"

namespace hive {
namespace {

Result<> read_lines(const std::string& path, RegexReport& report)
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

Result<> show(const RegexRequest& request, RegexReport& report)
{
    const auto begin = std::chrono::steady_clock::now();
    if (request.line.empty())
        TRY(read_lines(request.log, report));
    else
        report.line(request.line);
    report.end(std::chrono::steady_clock::now() - begin);
    return {};
}

}  // namespace

int regex_command(int argc, char** argv)
{
    const auto request = parse_regex_request(argc, argv);
    if (!request) {
        fmt::print(stderr, "{}", regex_usage());
        return EX_USAGE;
    }
    const auto rules = requested_rules(*request);
    if (!rules) {
        fmt::print(stderr, "hive-ban: {}\n", rules.error().message());
        return EX_CONFIG;
    }
    auto filter = Filter::create(*rules, request->view, std::chrono::system_clock::now());
    if (!filter) {
        fmt::print(stderr, "hive-ban: {}\n", filter.error().message());
        return EX_CONFIG;
    }
    RegexReport report {*std::move(filter), *rules, *request};
    if (const auto shown = show(*request, report); !shown) {
        fmt::print(stderr, "hive-ban: {}\n", shown.error().message());
        return EX_SOFTWARE;
    }
    return 0;
}

}  // namespace hive
