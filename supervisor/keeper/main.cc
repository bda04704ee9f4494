// supervisor/keeper/main.cc - hive-supervisor: parent of every service, keeper of every descriptor.
//
// The main process does four things and parses nothing: it starts the core
// (hive-supervisor-core), reaps whatever ends below it, holds the descriptors the core
// hands over, and starts the core again when that crashes. Services are children of this
// process, not of the core, so a crash of the core ends no service and loses no exit status.
//
// Core -> keeper, one packet each:  keep NAME (with a descriptor), drop NAME, seen PID
// Keeper -> core:                   ended PID STATUS, repeated until it was seen
// A new core gets everything back as LISTEN_FDS by name; "keeper" is the channel itself.
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <initializer_list>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

namespace {

constexpr int max_kept = 512;
constexpr int max_ended = 1024;
constexpr int name_room = 96;
constexpr int first_passed = 3;  // as sd_listen_fds(3) has it

// Milliseconds, all of them.
constexpr long stable_time = 10'000;  // a core that ran so long is started again at once
constexpr long max_delay = 5'000;  // between two starts of a core that keeps crashing
constexpr int repeat_time = 1'000;  // what was not seen is told again
constexpr long term_time = 10'000;  // for services to end by themselves when there is no core
constexpr long kill_time = 1'000;
constexpr int kill_rounds = 5;

struct Kept {
    char name[name_room];
    int fd;
};
struct Ended {
    pid_t pid;
    int status;
};

Kept kept[max_kept];
int kept_count = 0;
Ended ended[max_ended];  // what the core has not acknowledged yet
int ended_count = 0;
int channel = -1;
int signals = -1;
pid_t core = 0;
char core_path[PATH_MAX];

long milliseconds_now()
{
    timespec now {};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1'000'000;
}

void warn(const char* what, int status)
{
    char time_text[32];
    const time_t now = time(nullptr);
    tm local {};
    strftime(time_text, sizeof time_text, "%F %T", localtime_r(&now, &local));
    dprintf(STDERR_FILENO, "%s,000 [HIVE-SUPERVISOR] [WARNING] %s %s=%d\n", time_text, what,
        WIFSIGNALED(status) ? "signal" : "exit",
        WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
}

// ---- what is held ------------------------------------------------------------------

void drop(const char* name)
{
    for (int i = 0; i < kept_count; ++i)
        if (strcmp(kept[i].name, name) == 0) {
            close(kept[i].fd);
            kept[i--] = kept[--kept_count];
        }
}

void keep(const char* name, int fd)
{
    drop(name);
    if (kept_count == max_kept || strlen(name) >= name_room || strchr(name, ':') != nullptr) {
        close(fd);
        return;
    }
    strcpy(kept[kept_count].name, name);
    kept[kept_count++].fd = fd;
}

bool is_process(const Kept& entry)
{
    return strncmp(entry.name, "pidfd.", 6) == 0;
}

bool holds_services()
{
    for (int i = 0; i < kept_count; ++i)
        if (is_process(kept[i]))
            return true;
    return false;
}

// ---- the channel to the core -------------------------------------------------------

void tell(const Ended& entry)
{
    char text[64];
    const int length = snprintf(text, sizeof text, "ended %d %d", entry.pid, entry.status);
    // A full channel loses nothing: what is not seen is told again.
    (void)!send(channel, text, static_cast<size_t>(length), MSG_DONTWAIT | MSG_NOSIGNAL);
}

void tell_all()
{
    for (int i = 0; i < ended_count; ++i)
        tell(ended[i]);
}

void forget_ended(pid_t pid)
{
    for (int i = 0; i < ended_count; ++i)
        if (ended[i].pid == pid)
            ended[i--] = ended[--ended_count];
}

void obey(const char* text, int fd)
{
    if (strncmp(text, "keep ", 5) == 0 && fd >= 0) {
        keep(text + 5, fd);
        return;
    }
    if (fd >= 0)
        close(fd);
    if (strncmp(text, "drop ", 5) == 0)
        drop(text + 5);
    else if (strncmp(text, "seen ", 5) == 0)
        forget_ended(static_cast<pid_t>(strtol(text + 5, nullptr, 10)));
}

void receive()
{
    for (;;) {
        char text[name_room + 16];
        alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
        iovec part {text, sizeof text - 1};
        msghdr message {};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        const ssize_t length = recvmsg(channel, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
        if (length <= 0)
            return;
        text[length] = '\0';
        int fd = -1;
        const cmsghdr* header = CMSG_FIRSTHDR(&message);
        if (header != nullptr && header->cmsg_type == SCM_RIGHTS)
            memcpy(&fd, CMSG_DATA(header), sizeof fd);
        obey(text, fd);
    }
}

// ---- the core ----------------------------------------------------------------------

/// In the child: the channel and all that is kept become descriptors 3, 4, … by name.
void pass_descriptors(int own_end)
{
    static char names[max_kept * (name_room + 1)];
    const int count = kept_count + 1;
    // Out of the way first: every target lies below every copy.
    int copies[max_kept + 1] = {fcntl(own_end, F_DUPFD, first_passed + count)};
    char* end = stpcpy(names, "keeper");
    for (int i = 0; i < kept_count; ++i) {
        copies[i + 1] = fcntl(kept[i].fd, F_DUPFD, first_passed + count);
        *end++ = ':';
        end = stpcpy(end, kept[i].name);
    }
    for (int i = 0; i < count; ++i)
        dup2(copies[i], first_passed + i);
    close_range(static_cast<unsigned>(first_passed + count), ~0U, 0);
    char number[16];
    snprintf(number, sizeof number, "%d", count);
    setenv("LISTEN_FDS", number, 1);
    snprintf(number, sizeof number, "%d", getpid());
    setenv("LISTEN_PID", number, 1);
    setenv("LISTEN_FDNAMES", names, 1);
}

void start_core(char** argv)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
        abort();
    channel = pair[0];
    core = fork();
    if (core == 0) {
        pass_descriptors(pair[1]);
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, nullptr);
        execv(core_path, argv);
        dprintf(STDERR_FILENO, "hive-supervisor: %s: %s\n", core_path, strerror(errno));
        _exit(EX_SOFTWARE);
    }
    close(pair[1]);
    tell_all();
}

void close_channel()
{
    if (channel >= 0) {
        receive();
        close(channel);
        channel = -1;
    }
}

void find_core()
{
    const ssize_t length = readlink("/proc/self/exe", core_path, sizeof core_path - 8);
    core_path[length < 0 ? 0 : length] = '\0';
    strcat(core_path, "-core");
    if (access(core_path, X_OK) != 0)
        strcpy(core_path, "/usr/lib/hive/hive-supervisor-core");
}

/// @return false when the arguments ask for something that ends: -t, -O, --help
bool is_plain_start(char** argv)
{
    for (char** argument = argv + 1; *argument != nullptr; ++argument) {
        if (strncmp(*argument, "-c", 2) != 0)
            return false;
        if ((*argument)[2] == '\0' && *++argument == nullptr)
            return false;
    }
    return true;
}

// ---- reaping and ending ------------------------------------------------------------

/// Reaps everything that has ended. @return true when the core was among it
bool reap(int& core_status)
{
    bool is_core_gone = false;
    int status = 0;
    for (pid_t pid = 0; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
        if (pid == core) {
            core = 0;
            core_status = status;
            is_core_gone = true;
        } else if (ended_count < max_ended) {
            ended[ended_count++] = {pid, status};
            tell(ended[ended_count - 1]);
        }
    }
    return is_core_gone;
}

/// Every child there is, orphans that came to this process among them.
void kill_children()
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/children", getpid());
    char text[8192] = "";
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    const ssize_t length = read(fd, text, sizeof text - 1);
    close(fd);
    text[length < 0 ? 0 : length] = '\0';
    char* end = text;
    for (long pid = 0; (pid = strtol(end, &end, 10)) > 0 && *end == ' ';)
        kill(static_cast<pid_t>(pid), SIGKILL);
}

void signal_services(int number)
{
    for (int i = 0; i < kept_count; ++i)
        if (is_process(kept[i]))
            syscall(SYS_pidfd_send_signal, kept[i].fd, number, nullptr, 0);
}

/// @return true once there is no child left
bool wait_for_children(long time_left)
{
    const long deadline = milliseconds_now() + time_left;
    for (;;) {
        int status = 0;
        pid_t pid = 0;
        while ((pid = waitpid(-1, &status, WNOHANG)) > 0) { }
        if (pid < 0)
            return true;
        if (milliseconds_now() >= deadline)
            return false;
        pollfd waiting {signals, POLLIN, 0};
        poll(&waiting, 1, 100);
        signalfd_siginfo info;
        while (read(signals, &info, sizeof info) == sizeof info) { }
    }
}

/// Leaves nothing running: the core has gone, or has left something behind.
void end_everything()
{
    signal_services(SIGTERM);
    if (holds_services() && wait_for_children(term_time))
        return;
    for (int i = 0; i < kill_rounds; ++i) {  // again: killing parents brings their orphans
        kill_children();
        if (wait_for_children(kill_time))
            return;
    }
}

// ---- the one loop ------------------------------------------------------------------

struct CoreHistory {
    long started = 0;  // milliseconds, as the next
    long next_start = 0;
    int quick = 0;  // crashes in a row, each soon after its start
    bool is_stopping = false;
};

/// A core that ends by itself and leaves no service has nothing to come back for.
bool is_final(int status, const CoreHistory& history)
{
    return history.is_stopping
        || (WIFEXITED(status) && (WEXITSTATUS(status) == EX_OK || !holds_services()));
}

void plan_restart(CoreHistory& history)
{
    const long now = milliseconds_now();
    history.quick = now - history.started > stable_time ? 0 : history.quick + 1;
    const long delay = 25L << (history.quick < 8 ? history.quick : 8);
    history.next_start = history.quick < 2 ? now : now + (delay < max_delay ? delay : max_delay);
}

void forward_signals(CoreHistory& history)
{
    signalfd_siginfo info;
    while (read(signals, &info, sizeof info) == sizeof info) {
        if (info.ssi_signo == SIGCHLD)
            continue;
        if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT)
            history.is_stopping = true;
        if (core > 0)
            kill(core, static_cast<int>(info.ssi_signo));
    }
}

/// @return milliseconds for poll(2); -1 when nothing is due
int next_wait(const CoreHistory& history)
{
    if (core > 0)
        return ended_count > 0 ? repeat_time : -1;
    const long left = history.next_start - milliseconds_now();
    return left > 0 ? static_cast<int>(left) : 0;
}

void wait_for_something(const CoreHistory& history)
{
    pollfd sources[2] = {{signals, POLLIN, 0}, {channel, POLLIN, 0}};
    if (poll(sources, 2, next_wait(history)) == 0 && core > 0)
        tell_all();
    if ((sources[1].revents & POLLIN) != 0)
        receive();
    if ((sources[1].revents & POLLHUP) != 0)
        close_channel();  // else it would be readable for ever; SIGCHLD follows
}

int run(char** argv)
{
    CoreHistory history;
    for (;;) {
        if (core == 0 && milliseconds_now() >= history.next_start) {
            history.started = milliseconds_now();
            start_core(argv);
        }
        wait_for_something(history);
        forward_signals(history);
        int status = 0;
        if (reap(status)) {
            close_channel();
            if (is_final(status, history)) {
                end_everything();
                return WIFEXITED(status) ? WEXITSTATUS(status) : EX_SOFTWARE;
            }
            warn("restarted core", status);
            plan_restart(history);
        }
        if (core == 0 && history.is_stopping) {
            end_everything();
            return EX_OK;
        }
    }
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 1)
        return EX_USAGE;
    find_core();
    if (!is_plain_start(argv)) {
        execv(core_path, argv);
        dprintf(STDERR_FILENO, "hive-supervisor: %s: %s\n", core_path, strerror(errno));
        return EX_SOFTWARE;
    }
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    sigset_t set;
    sigemptyset(&set);
    for (const int number : {SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGUSR1})
        sigaddset(&set, number);
    sigprocmask(SIG_BLOCK, &set, nullptr);
    signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return run(argv);
}
