#include <cerrno>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include <sys/stat.h>
#include <unistd.h>

#include "lib/json.h"
#include "lib/paths.h"
#include "lib/sqlite.h"
#include "tools/hivectl/answer.h"
#include "tools/hivectl/ask.h"
#include "tools/hivectl/commands.h"
#include "tools/hivectl/sync_status.h"
#include "tools/hivectl/table.h"

namespace hive {
namespace {

/// One line that stays in place: "⠹ 123 000 rows, 710 000 a second, 40 000 to go".
class Progress {
public:
    explicit Progress(const Terminal& terminal) : terminal_ {terminal} { }

    void show(const Json& line)
    {
        if (!terminal_.is_terminal)
            return;
        constexpr std::string_view frames = "|/-\\";
        const auto remaining = integer_at(line, "remaining");
        say(fmt::format("\r\x1b[K{} {} rows, {} a second{}", frames[step_++ % frames.size()],
            count_text(integer_at(line, "rows")),
            count_text(static_cast<long long>(real_at(line, "rate"))),
            remaining > 0 ? fmt::format(", {} to go", count_text(remaining)) : ""));
    }

    void clear() const
    {
        if (step_ > 0 && terminal_.is_terminal)
            say("\r\x1b[K");
    }

private:
    const Terminal& terminal_;
    std::size_t step_ = 0;
};

/// Runs that tell how far they are and end in an outcome: now, rebuild.
int run_copy(
    const Invocation& invocation, const Terminal& terminal, std::string_view verb, const Json& how)
{
    Progress progress {terminal};
    const auto answer = ask("sync", verb, how, [&](const Json& line) {
        if (invocation.is_json)
            say(to_text(line) + '\n');
        else
            progress.show(line);
    });
    progress.clear();
    if (!answer)
        return complain(answer.error().message());
    if (invocation.is_json)
        say(to_text(*answer) + '\n');
    else
        say(fmt::format("{}\n", printable(text_at(*answer, "text"))));
    const auto outcome = text_at(*answer, "outcome");
    return outcome == "failed" || outcome == "mismatch" ? 1 : 0;
}

int sync_now(const Invocation& invocation, const Terminal& terminal)
{
    return run_copy(invocation, terminal, "now", Json::object());
}

int sync_status(const Invocation& invocation, const Terminal& terminal)
{
    const auto answer = ask("sync", "status", Json::object());
    if (!answer || invocation.is_json)
        return show_answer(answer, invocation);
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    say(sync_status_text(*answer, std::chrono::duration<double> {now}.count(), terminal.is_styled));
    return 0;
}

/// What a range or a comparison had corrected.
std::string corrected_text(const Json& object)
{
    return corrections_text(object.value("corrected", Json::object()));
}

/// A range of ids as it was compared.
std::string range_line(const Json& line)
{
    const auto first = line.find("first");
    const bool is_open = first == line.end() || !first->is_number_integer();
    const auto corrected = corrected_text(line);
    return fmt::format("{} {}..{}: {} rows, sum {}{}{}\n", printable(text_at(line, "source")),
        is_open ? "" : to_text(*first), integer_at(line, "last"),
        count_text(integer_at(line, "rows")), integer_at(line, "sum"),
        flag_at(line, "equal")
            ? ", equal"
            : fmt::format(", {}: the source has {} rows, sum {}",
                  flag_at(line, "changing") ? "CHANGING" : "DIFFERENT",
                  count_text(integer_at(line, "source_rows")), integer_at(line, "source_sum")),
        corrected.empty() ? "" : " after correcting " + corrected);
}

int sync_verify(const Invocation& invocation, const Terminal& terminal)
{
    Progress progress {terminal};
    const auto answer = ask("sync", "verify", Json::object(), [&](const Json& line) {
        if (invocation.is_json)
            return say(to_text(line) + '\n');
        if (!line.contains("equal"))
            return progress.show(line);
        progress.clear();
        say(range_line(line));
    });
    progress.clear();
    if (!answer)
        return complain(answer.error().message());
    const bool is_equal = flag_at(*answer, "equal");
    if (invocation.is_json) {
        say(to_text(*answer) + '\n');
        return is_equal ? 0 : 1;
    }
    if (const auto error = text_at(*answer, "error"); !error.empty())
        return complain(error);
    const auto corrected = corrected_text(*answer);
    say(fmt::format("{}: {} rows in {} ranges{}\n", equality_text(*answer),
        count_text(integer_at(*answer, "rows")), integer_at(*answer, "ranges"),
        corrected.empty() ? "" : ", corrected: " + corrected));
    return is_equal ? 0 : 1;
}

int sync_rebuild(const Invocation& invocation, const Terminal& terminal)
{
    if (!invocation.is_sure) {
        if (::isatty(STDIN_FILENO) == 0)
            return complain("everything would be copied anew: say --yes");
        say("Everything that was copied is removed and copied anew. Go on? [y/N] ");
        const int letter = std::getchar();
        if (letter != 'y' && letter != 'Y')
            return complain("nothing was changed");
    }
    return run_copy(invocation, terminal, "rebuild", {{"sure", true}});
}

int sync_check(const Invocation& invocation, const Terminal& /*terminal*/)
{
    const auto answer = ask("sync", "check", Json::object());
    if (!answer || invocation.is_json)
        return show_answer(answer, invocation);
    if (flag_at(*answer, "intact")) {
        say("the store is intact\n");
        return 0;
    }
    for (const auto& damage : answer->value("damage", Json::array()))
        say(printable(to_text(damage)) + '\n');
    return complain("the store is damaged: hivectl sync rebuild makes it anew");
}

void show_quarantine(const Json& answer, const std::vector<Json>& rows, bool is_styled)
{
    Table reasons {{{"COUNT", Align::right}, {"SOURCE"}, {"PART"}, {"REASON"}}};
    for (const auto& reason : answer.value("reasons", Json::array()))
        reasons.add({{.text = count_text(integer_at(reason, "count"))},
            {.text = printable(text_at(reason, "source"))},
            {.text
                = printable(text_at(reason, "part", "")).empty() ? "row" : text_at(reason, "part")},
            {.text = printable(text_at(reason, "reason"))}});
    say(reasons.text(is_styled));
    Table newest {{{"ID", Align::right}, {"TIME"}, {"PART"}, {"REASON"}}};
    for (const auto& row : rows)
        newest.add({{.text = std::to_string(integer_at(row, "id"))},
            {.text = time_text(real_at(row, "time"))},
            {.text = text_at(row, "part").empty() ? "row" : printable(text_at(row, "part"))},
            {.text = printable(text_at(row, "reason"))}});
    say("\n" + newest.text(is_styled));
    say(fmt::format("\n{} in quarantine\n", count_text(integer_at(answer, "count"))));
}

int sync_quarantine(const Invocation& invocation, const Terminal& terminal)
{
    std::vector<Json> rows;
    const auto answer
        = ask("sync", "quarantine", {{"limit", invocation.lines}}, [&](const Json& line) {
              if (invocation.is_json)
                  say(to_text(line) + '\n');
              else
                  rows.push_back(line);
          });
    if (!answer || invocation.is_json)
        return show_answer(answer, invocation);
    show_quarantine(*answer, rows, terminal.is_styled);
    return 0;
}

/// Where the store is: hive-sync says so, and when it is down the usual place counts.
std::string store_path()
{
    const auto status = ask("sync", "status", Json::object());
    const auto path = status ? text_at(*status, "store") : std::string {};
    return path.empty() ? state_path("sync/apiary.db") : path;
}

/// A consistent copy while hive-sync writes and hive-chart reads; FILE appears when it is whole.
Result<> back_up(const std::string& store, const std::string& file)
{
    const auto part = file + ".part";
    if (std::filesystem::exists(file))
        return fail("{} exists", file);
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    auto database = TRY(Sqlite::open(store, Sqlite::Mode::read_only));
    auto copy = TRY(database.prepare("VACUUM INTO ?"));
    TRY(copy.bind(1, part));
    TRY(copy.run());
    if (::chmod(part.c_str(), 0640) != 0 || ::rename(part.c_str(), file.c_str()) != 0)
        return std::unexpected {Error::from_errno(errno, "rename " + part)};
    return {};
}

int sync_backup(const Invocation& invocation, const Terminal& /*terminal*/)
{
    if (invocation.words.size() != 2)
        return complain("backup: which file is to be written?");
    const auto& file = invocation.words[1];
    if (const auto done = back_up(store_path(), file); !done)
        return complain(done.error().message());
    std::error_code error;
    const auto bytes = std::filesystem::file_size(file, error);
    if (invocation.is_json)
        say(to_text({{"file", file}, {"bytes", bytes}}) + '\n');
    else
        say(fmt::format("{} written, {}\n", file, memory_text(static_cast<double>(bytes) / 1024)));
    return 0;
}

struct Subcommand {
    std::string_view name;
    int (*run)(const Invocation&, const Terminal&);
};
constexpr auto subcommands = std::to_array<Subcommand>({{"now", &sync_now},
    {"status", &sync_status}, {"verify", &sync_verify}, {"rebuild", &sync_rebuild},
    {"quarantine", &sync_quarantine}, {"check", &sync_check}, {"backup", &sync_backup}});

}  // namespace

int sync(const Invocation& invocation, const Terminal& terminal)
{
    const auto& what = invocation.words.front();
    for (const auto& subcommand : subcommands)
        if (subcommand.name == what)
            return subcommand.run(invocation, terminal);
    return complain(fmt::format(
        "'{}' is none of now, status, verify, rebuild, quarantine, check, backup", what));
}

}  // namespace hive
