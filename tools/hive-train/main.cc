// tools/hive-train/main.cc - hive-train: learns from labelled traffic.
#include <cstdio>

#include <sysexits.h>

#include <fmt/format.h>

#include "lib/daemon.h"
#include "tools/hive-train/arguments.h"
#include "tools/hive-train/train.h"

namespace {

int complain(const hive::Error& error)
{
    fmt::print(stderr, "hive-train: {}\n", error.message());
    return EX_SOFTWARE;
}

int run(const hive::Arguments& arguments)
{
    switch (arguments.mode) {
    case hive::Arguments::Mode::help: fmt::print("{}", hive::help_text()); return EX_OK;
    case hive::Arguments::Mode::version:
        fmt::print("hive-train {}\n", hive::version());
        return EX_OK;
    case hive::Arguments::Mode::train: {
        const auto promotion = hive::train(arguments);
        if (!promotion)
            return complain(promotion.error());
        return *promotion == hive::Promotion::promoted ? EX_OK : 1;
    }
    case hive::Arguments::Mode::predict: break;
    }
    const auto predicted = hive::predict(arguments);
    return predicted ? EX_OK : complain(predicted.error());
}

}  // namespace

int main(int argc, char** argv)
{
    const auto arguments = hive::parse_arguments({argv + 1, argv + argc});
    if (!arguments) {
        fmt::print(stderr, "hive-train: {}; see hive-train --help\n", arguments.error().message());
        return EX_USAGE;
    }
    return run(*arguments);
}
