// daemons/ban/regex_command.h - `hive-ban regex`: tries a filter on lines, like fail2ban-regex.
#pragma once

namespace hive {

/// hive-ban regex --filter FILE|--rule RE|--jail NAME … [LOG|-], or LOG REGEX [IGNOREREGEX]
/// Prints a summary; with --json one object per line read.
/// @return exit status: 0, 64 usage, 70 unreadable log, 78 bad filter or rule
int regex_command(int argc, char** argv);

}  // namespace hive
