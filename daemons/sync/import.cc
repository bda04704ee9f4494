#include "daemons/sync/import.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>

#include <getopt.h>
#include <sysexits.h>
#include <unistd.h>

#include "daemons/sync/config.h"
#include "daemons/sync/copier.h"
#include "daemons/sync/readings_writer.h"
#include "lib/daemon.h"
#include "lib/paths.h"

namespace hive {
namespace {

constexpr auto usage = "usage: hive-sync import [-c FILE] [-s SOURCE] FILE.csv...\n";

struct Arguments {
    std::string config = configuration_path("sync.ini");
    std::string source;  // whose mapping to take; "": the usual one
    int first_file = 0;
};

Result<Arguments> parse_arguments(int argc, char** argv)
{
    Arguments arguments;
    int letter = 0;
    while ((letter = ::getopt(argc, argv, "+c:s:")) != -1) {
        switch (letter) {
        case 'c': arguments.config = ::optarg; break;
        case 's': arguments.source = ::optarg; break;
        default: return fail("{}", usage);
        }
    }
    arguments.first_file = ::optind;
    if (arguments.first_file >= argc)
        return fail("which file? {}", usage);
    return arguments;
}

/// "[########            ]  40 %, 400000 rows, 120000 a second", in place on a terminal.
class Bar {
public:
    Bar() = default;
    Bar(const Bar&) = delete;
    Bar& operator=(const Bar&) = delete;
    ~Bar()
    {
        if (is_terminal_)
            fmt::print(stderr, "\r\x1b[K");
    }
    void show(const Copied& copied)
    {
        if (!is_terminal_)
            return;
        constexpr std::int64_t width = 30;
        const auto total = std::max<std::int64_t>(copied.rows + copied.remaining, 1);
        const auto full = width * copied.rows / total;
        const std::chrono::duration<double> took = Clock::now() - began_;
        fmt::print(stderr, "\r\x1b[K[{:#<{}}{: <{}}] {:3} %, {} rows, {:.0f} a second", "", full,
            "", width - full, 100 * copied.rows / total, copied.rows,
            static_cast<double>(copied.rows) / std::max(took.count(), 1e-3));
    }

private:
    using Clock = std::chrono::steady_clock;
    bool is_terminal_ = ::isatty(STDERR_FILENO) != 0;
    Clock::time_point began_ = Clock::now();
};

/// The mapping of the source that was named, for a file.
Result<SourceConfig> source_for(
    const SyncConfig& config, const std::string& mapping, const std::string& file)
{
    SourceConfig source;
    if (!mapping.empty()) {
        const auto found = std::ranges::find(config.sources, mapping, &SourceConfig::name);
        if (found == config.sources.end())
            return fail("there is no [source {}]", mapping);
        source = *found;
    }
    const auto name = std::filesystem::path {file}.filename().string();
    source.name = "import/" + name;
    source.table = name;
    source.uri = {.kind = DatabaseUri::Kind::csv, .path = file};
    return source;
}

Result<> import_file(const SyncConfig& config, const SourceConfig& source, ReadingsWriter& writer)
{
    const auto rows = TRY(open_csv_source(source));
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    Bar bar;
    const CopyPlan plan {.source = source,
        .series = {config.series.begin(), config.series.end()},
        .batch = config.batch,
        .now = std::chrono::duration_cast<std::chrono::seconds>(now).count(),
        .on_batch = [&bar](const Copied& copied) { bar.show(copied); }};
    const auto copied = TRY(copy_rows(*rows, writer, plan, {}));
    fmt::print("{}: {} rows, {} of them refused, {} were here\n", source.uri.path, copied.rows,
        copied.rejected, copied.state.copied - copied.rows);
    return {};
}

Result<> import_files(const SyncConfig& config, const Arguments& arguments, int argc, char** argv)
{
    const auto writer = TRY(ReadingsWriter::open(state_path(config.store)));
    while (TRY(writer->make_stale_roll())) { }
    for (int i = arguments.first_file; i < argc; ++i) {
        const auto source = TRY(source_for(config, arguments.source, argv[i]));
        if (auto imported = import_file(config, source, *writer); !imported)
            return std::unexpected {std::move(imported).error().within(argv[i])};
    }
    return {};
}

}  // namespace

int import_main(int argc, char** argv)
{
    const auto arguments = parse_arguments(argc - 1, argv + 1);
    if (!arguments) {
        fmt::print(stderr, "hive-sync: {}", arguments.error().message());
        return EX_USAGE;
    }
    SyncConfig config;
    const auto mistakes = load_config(arguments->config, with_common_options(schema(config)));
    for (const auto& mistake : mistakes)
        fmt::print(stderr, "{}\n", mistake.message());
    if (!mistakes.empty())
        return EX_CONFIG;
    if (const auto done = import_files(config, *arguments, argc - 1, argv + 1); !done) {
        fmt::print(stderr, "hive-sync: {}\n", done.error().message());
        return EX_SOFTWARE;
    }
    return EX_OK;
}

}  // namespace hive
