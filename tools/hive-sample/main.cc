#include <cstdio>

#include <sysexits.h>

#include <fmt/format.h>

#include "lib/daemon.h"
#include "tools/hive-sample/arguments.h"
#include "tools/hive-sample/sample.h"

int main(int argc, char** argv)
{
    const auto arguments = hive::parse_arguments({argv + 1, argv + argc});
    if (!arguments) {
        fmt::print(
            stderr, "hive-sample: {}; see hive-sample --help\n", arguments.error().message());
        return EX_USAGE;
    }
    switch (arguments->mode) {
    case hive::Arguments::Mode::help: fmt::print("{}", hive::help_text()); return EX_OK;
    case hive::Arguments::Mode::version:
        fmt::print("hive-sample {}\n", hive::version());
        return EX_OK;
    case hive::Arguments::Mode::write: break;
    }
    if (const auto written = hive::write_sample(*arguments); !written) {
        fmt::print(stderr, "hive-sample: {}\n", written.error().message());
        return EX_SOFTWARE;
    }
    return EX_OK;
}
