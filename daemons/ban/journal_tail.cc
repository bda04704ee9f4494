#include "daemons/ban/journal_tail.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include <systemd/sd-journal.h>

#include "lib/handle.h"
#include "lib/log.h"

namespace hive {
namespace {

using std::chrono::microseconds;
using std::chrono::system_clock;

constexpr std::chrono::milliseconds look_period {2000};
constexpr int entries_each_turn = 200;
constexpr std::size_t max_field = 8192;

std::unexpected<Error> refusal(int code, std::string_view what)
{
    return std::unexpected {Error::from_errno(-code, fmt::format("journal: {}", what))};
}

/// A field of the current entry; "" when it has none.
std::string field(sd_journal* journal, const char* name)
{
    const void* bytes = nullptr;
    std::size_t size = 0;
    if (::sd_journal_get_data(journal, name, &bytes, &size) < 0)
        return {};
    const std::string_view whole {static_cast<const char*>(bytes), size};
    return std::string {whole.substr(std::min(whole.size(), std::strlen(name) + 1), max_field)};
}

std::string first_field(sd_journal* journal, std::initializer_list<const char*> names)
{
    for (const char* name : names)
        if (auto value = field(journal, name); !value.empty())
            return value;
    return {};
}

/// As fail2ban's filtersystemd.py writes it.
std::string line_of(sd_journal* journal)
{
    std::string line = field(journal, "_HOSTNAME");
    if (const auto program = first_field(journal, {"SYSLOG_IDENTIFIER", "_COMM"});
        !program.empty()) {
        const auto pid = first_field(journal, {"SYSLOG_PID", "_PID"});
        line += fmt::format("{}{}{}:", line.empty() ? "" : " ", program,
            pid.empty() ? "" : fmt::format("[{}]", pid));
        if (program == "kernel" && pid.empty())
            line += fmt::format(" [{:12.6f}]",
                std::strtod(first_field(journal, {"_SOURCE_MONOTONIC_TIMESTAMP"}).c_str(), nullptr)
                    / 1e6);
    }
    line += (line.empty() ? "" : " ") + field(journal, "MESSAGE");
    for (auto end = line.find('\n'); end != std::string::npos; end = line.find('\n', end))
        line.replace(end, 1, "\\n");
    return line;
}

WallTime time_of(sd_journal* journal)
{
    std::uint64_t since_epoch = 0;
    const auto source = field(journal, "_SOURCE_REALTIME_TIMESTAMP");
    if (!source.empty())
        since_epoch = std::strtoull(source.c_str(), nullptr, 10);
    else
        ::sd_journal_get_realtime_usec(journal, &since_epoch);
    return WallTime {microseconds {since_epoch}};
}

Result<> add_match(sd_journal* journal, const JournalMatch& match)
{
    for (const auto& words : match) {
        for (const auto& word : words)
            if (const int code = word == "+"
                    ? ::sd_journal_add_disjunction(journal)
                    : ::sd_journal_add_match(journal, word.data(), word.size());
                code < 0)
                return refusal(code, fmt::format("match '{}'", word));
        if (const int code = ::sd_journal_add_disjunction(journal); code < 0)
            return refusal(code, "match");
    }
    return {};
}

}  // namespace

struct JournalTail::Impl {
    EventLoop& loop;
    Line line;
    Handle<sd_journal, sd_journal_close> journal {};
    std::string cursor {};
    LineAge age = LineAge::backlog;  // until the end was reached once
    Watch events {};
    Watch look {};
    Watch next_turn {};

    Result<> seek(const Start& start);
    Result<> seek_end();
    Result<> seek_cursor(const std::string& saved);
    void learn_cursor();
    void take_entry();
};

Result<> JournalTail::Impl::seek(const Start& start)
{
    if (start.cursor && !start.cursor->empty())
        return seek_cursor(*start.cursor);
    if (start.cursor)
        ::sd_journal_seek_head(journal.get());
    else if (start.since)
        ::sd_journal_seek_realtime_usec(journal.get(),
            static_cast<std::uint64_t>(start.since->time_since_epoch() / microseconds {1}));
    else
        return seek_end();
    return {};
}

Result<> JournalTail::Impl::seek_end()
{
    ::sd_journal_seek_tail(journal.get());
    const int found = ::sd_journal_previous(journal.get());
    if (found < 0)
        return refusal(found, "seek to the end");
    if (found > 0)
        learn_cursor();
    else
        ::sd_journal_seek_head(journal.get());  // still empty: all that comes is new
    return {};
}

/// The cursor names the last entry read; one that is gone meanwhile names the place it had.
Result<> JournalTail::Impl::seek_cursor(const std::string& saved)
{
    cursor = saved;
    if (const int code = ::sd_journal_seek_cursor(journal.get(), cursor.c_str()); code < 0)
        return refusal(code, "seek to where the last run stopped");
    // An entry that is not the one of the cursor has not been read yet.
    if (::sd_journal_next(journal.get()) > 0
        && ::sd_journal_test_cursor(journal.get(), cursor.c_str()) <= 0)
        take_entry();
    return {};
}

void JournalTail::Impl::learn_cursor()
{
    char* text = nullptr;
    if (::sd_journal_get_cursor(journal.get(), &text) >= 0)
        cursor = text;
    std::free(text);  // NOLINT: the library's malloc
}

void JournalTail::Impl::take_entry()
{
    learn_cursor();
    const auto entry = line_of(journal.get());
    line(entry, age, time_of(journal.get()));
}

JournalTail::JournalTail(std::unique_ptr<Impl> impl) : impl_ {std::move(impl)} { }
JournalTail::~JournalTail() = default;

const std::string& JournalTail::cursor() const
{
    return impl_->cursor;
}

Result<std::unique_ptr<JournalTail>> JournalTail::create(EventLoop& loop,
    const std::string& directory, const JournalMatch& match, const Start& start, Line line)
{
    std::unique_ptr<JournalTail> self {
        new JournalTail {std::make_unique<Impl>(loop, std::move(line))}};
    auto& impl = *self->impl_;
    sd_journal* journal = nullptr;
    const int code = directory.empty()
        ? ::sd_journal_open(&journal, SD_JOURNAL_LOCAL_ONLY | SD_JOURNAL_SYSTEM)
        : ::sd_journal_open_directory(&journal, directory.c_str(), 0);
    if (code < 0)
        return refusal(code, directory.empty() ? "open" : "open " + directory);
    impl.journal.reset(journal);
    TRY(add_match(journal, match));
    TRY(impl.seek(start));
    impl.events = TRY(
        loop.on_readable(::sd_journal_get_fd(journal), [tail = self.get()] { tail->read(); }));
    impl.look = TRY(loop.every(look_period, [tail = self.get()] { tail->read(); }));
    impl.next_turn
        = TRY(loop.after(std::chrono::milliseconds {0}, [tail = self.get()] { tail->read(); }));
    return self;
}

void JournalTail::read()
{
    auto& impl = *impl_;
    impl.next_turn = Watch {};
    ::sd_journal_process(impl.journal.get());
    for (int count = 0; count < entries_each_turn; ++count) {
        if (::sd_journal_next(impl.journal.get()) <= 0) {
            impl.age = LineAge::live;
            return;
        }
        impl.take_entry();
    }
    auto turn = impl.loop.after(std::chrono::milliseconds {0}, [this] { read(); });
    if (turn)
        impl.next_turn = *std::move(turn);
}

}  // namespace hive
