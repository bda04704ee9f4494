#include <unistd.h>

#include "lib/json.h"
#include "tools/hivectl/ask.h"
#include "tools/hivectl/commands.h"
#include "tools/hivectl/table.h"

namespace hive {
namespace {

/// An object as "name  value" lines; nested values as JSON.
std::string facts(const Json& object)
{
    Table table {{{""}, {""}}};
    for (const auto& [name, value] : object.items())
        table.add({{.text = printable(name), .style = style::dim},
            {.text = printable(value.is_string() ? value.get<std::string>() : to_text(value))}});
    return table.text(false);
}

int show_answer(const Result<Json>& answer, const Invocation& invocation)
{
    if (!answer)
        return complain(answer.error().message());
    if (invocation.is_json)
        say(to_text(*answer) + '\n');
    else if (!answer->empty())
        say(facts(*answer));
    return 0;
}

/// One line that stays in place: "⠹ 123 000 rows, 710 000 a second".
class Progress {
public:
    explicit Progress(const Terminal& terminal) : terminal_ {terminal} { }

    void show(const Json& line)
    {
        if (!terminal_.is_terminal)
            return;
        constexpr std::string_view frames = "|/-\\";
        say(fmt::format("\r\x1b[K{} {} rows, {} a second", frames[step_++ % frames.size()],
            count_text(integer_at(line, "rows")),
            count_text(static_cast<long long>(real_at(line, "rate")))));
    }

    void clear() const
    {
        if (step_ > 0)
            say("\r\x1b[K");
    }

private:
    const Terminal& terminal_;
    std::size_t step_ = 0;
};

int sync_now(const Invocation& invocation, const Terminal& terminal)
{
    Progress progress {terminal};
    const auto answer = ask("sync", "now", Json::object(), [&](const Json& line) {
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

}  // namespace

int sync(const Invocation& invocation, const Terminal& terminal)
{
    const auto& what = invocation.words.front();
    if (what == "now")
        return sync_now(invocation, terminal);
    if (what == "status")
        return show_answer(ask("sync", "status", Json::object()), invocation);
    return complain(fmt::format("'{}' is neither now nor status", what));
}

int control(const Invocation& invocation, const Terminal& /*terminal*/)
{
    const auto& words = invocation.words;
    const auto arguments = words.size() > 2 ? parse_json(words[2]) : Result<Json> {Json::object()};
    if (!arguments || !arguments->is_object())
        return complain("the third word is not a JSON object");
    const auto show = [](const Json& line) { say(to_text(line) + '\n'); };
    const auto answer = ask(words[0], words[1], *arguments, show);
    if (!answer)
        return complain(answer.error().message());
    show(*answer);
    return 0;
}

}  // namespace hive
