// tools/hivectl/terminal.h - where answers go: a terminal with colours, or a pipe.
#pragma once

#include <string>
#include <string_view>

#include "tools/hivectl/arguments.h"

namespace hive {

/// How a word is dressed on a terminal (ECMA-48 SGR); colours of the terminal's own theme.
namespace style {
constexpr std::string_view good = "\x1b[32m";
constexpr std::string_view busy = "\x1b[34m";
constexpr std::string_view warn = "\x1b[33m";
constexpr std::string_view bad = "\x1b[1;31m";
constexpr std::string_view dim = "\x1b[2m";
constexpr std::string_view bold = "\x1b[1m";
}  // namespace style

struct Terminal {
    bool is_terminal = false;  // stdout is one
    bool is_styled = false;  // a terminal, and neither --no-color nor NO_COLOR
    bool is_unicode = false;  // its character set is UTF-8

    static Terminal find(const Invocation& invocation);
    [[nodiscard]] std::string dress(std::string_view text, std::string_view style) const;
};

/// To stdout, at once. Ends the program when nobody reads any more.
void say(std::string_view text);
/// "hivectl: …" to stderr. @return exit status 1
int complain(std::string_view text);

}  // namespace hive
