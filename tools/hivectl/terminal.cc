#include "tools/hivectl/terminal.h"

#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <langinfo.h>
#include <unistd.h>

#include <fmt/format.h>

namespace hive {

Terminal Terminal::find(const Invocation& invocation)
{
    std::setlocale(LC_CTYPE, "");
    Terminal terminal {.is_terminal = ::isatty(STDOUT_FILENO) == 1,
        .is_unicode = std::strcmp(::nl_langinfo(CODESET), "UTF-8") == 0};
    const char* no_color = std::getenv("NO_COLOR");  // no-color.org
    const bool is_unwanted = no_color != nullptr && *no_color != '\0';
    terminal.is_styled = terminal.is_terminal && !invocation.is_plain && !is_unwanted;
    return terminal;
}

std::string Terminal::dress(std::string_view text, std::string_view style) const
{
    if (!is_styled)
        return std::string {text};
    return fmt::format("{}{}\x1b[0m", style, text);
}

void say(std::string_view text)
{
    std::fwrite(text.data(), 1, text.size(), stdout);
    if (std::fflush(stdout) != 0)
        std::exit(1);
}

int complain(std::string_view text)
{
    fmt::print(stderr, "hivectl: {}\n", text);
    return 1;
}

}  // namespace hive
