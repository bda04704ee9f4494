#include "tools/hivectl/answer.h"

#include "lib/json.h"
#include "tools/hivectl/table.h"
#include "tools/hivectl/terminal.h"

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

}  // namespace

int done(const Invocation& invocation)
{
    if (invocation.is_json)
        say(to_text(Json {{"ok", true}}) + '\n');
    return 0;
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

}  // namespace hive
