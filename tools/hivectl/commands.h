// tools/hivectl/commands.h - what each command does. @return exit status, 0 or 1
#pragma once

#include "tools/hivectl/arguments.h"
#include "tools/hivectl/terminal.h"

namespace hive {

int show_status(const Invocation& invocation, const Terminal& terminal);
int show_summary(const Invocation& invocation, const Terminal& terminal);
/// Numbers by state, or one of them.
int show_report(const Invocation& invocation, const Terminal& terminal);
/// Looks at every check, then shows the summary.
int validate(const Invocation& invocation, const Terminal& terminal);
int match_processes(const Invocation& invocation, const Terminal& terminal);
int reexec(const Invocation& invocation, const Terminal& terminal);
/// start, stop, restart, monitor, unmonitor: the command's name is the verb.
int operate(const Invocation& invocation, const Terminal& terminal);
int wait_until_up(const Invocation& invocation, const Terminal& terminal);
int check_health(const Invocation& invocation, const Terminal& terminal);
int reload(const Invocation& invocation, const Terminal& terminal);
int shut_down(const Invocation& invocation, const Terminal& terminal);
int show_version(const Invocation& invocation, const Terminal& terminal);

int show_logs(const Invocation& invocation, const Terminal& terminal);
int show_events(const Invocation& invocation, const Terminal& terminal);
/// A live view on a terminal, the table COUNT times elsewhere.
int show_top(const Invocation& invocation, const Terminal& terminal);
/// Configuration, users, databases to one file while services run, and back when none does.
int back_up(const Invocation& invocation, const Terminal& terminal);
int restore(const Invocation& invocation, const Terminal& terminal);
/// The first configuration, by questions or from the answers on the command line.
int set_up(const Invocation& invocation, const Terminal& terminal);
/// alerts [list|firing], ack, mute, unmute, test.
int alerts(const Invocation& invocation, const Terminal& terminal);

int sync(const Invocation& invocation, const Terminal& terminal);
int ban(const Invocation& invocation, const Terminal& terminal);
int guard(const Invocation& invocation, const Terminal& terminal);
int unban(const Invocation& invocation, const Terminal& terminal);
int list_banned(const Invocation& invocation, const Terminal& terminal);
int proxy(const Invocation& invocation, const Terminal& terminal);
int tls(const Invocation& invocation, const Terminal& terminal);
/// Makes the user monit-cli and prints or writes the control file of monit's command line.
int monitrc(const Invocation& invocation, const Terminal& terminal);
int control(const Invocation& invocation, const Terminal& terminal);

}  // namespace hive
