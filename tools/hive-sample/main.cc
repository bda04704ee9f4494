#include <cstdio>
#include <span>
#include <string_view>

#include <sysexits.h>

#include <fmt/format.h>

#include "lib/daemon.h"
#include "tools/hive-sample/arguments.h"
#include "tools/hive-sample/flow_arguments.h"
#include "tools/hive-sample/flows.h"
#include "tools/hive-sample/sample.h"

namespace {

using Words = std::span<const char* const>;

int misused(const hive::Error& error, std::string_view help)
{
    fmt::print(stderr, "hive-sample: {}; see {}\n", error.message(), help);
    return EX_USAGE;
}

int status_of(const hive::Result<>& written)
{
    if (written)
        return EX_OK;
    fmt::print(stderr, "hive-sample: {}\n", written.error().message());
    return EX_SOFTWARE;
}

int run_rows(Words words)
{
    const auto arguments = hive::parse_arguments(words);
    if (!arguments)
        return misused(arguments.error(), "hive-sample --help");
    switch (arguments->mode) {
    case hive::Arguments::Mode::help: fmt::print("{}", hive::help_text()); return EX_OK;
    case hive::Arguments::Mode::version:
        fmt::print("hive-sample {}\n", hive::version());
        return EX_OK;
    case hive::Arguments::Mode::write: break;
    }
    return status_of(hive::write_sample(*arguments));
}

int run_flows(Words words)
{
    const auto arguments = hive::parse_flow_arguments(words);
    if (!arguments)
        return misused(arguments.error(), "hive-sample flows --help");
    if (arguments->mode == hive::FlowArguments::Mode::help) {
        fmt::print("{}", hive::flow_help_text());
        return EX_OK;
    }
    return status_of(hive::write_flows(*arguments));
}

}  // namespace

int main(int argc, char** argv)
{
    const Words words {argv + 1, argv + argc};
    const bool is_flows = !words.empty() && std::string_view {words.front()} == "flows";
    return is_flows ? run_flows(words.subspan(1)) : run_rows(words);
}
