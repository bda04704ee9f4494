#include "lib/json.h"
#include "tools/hivectl/answer.h"
#include "tools/hivectl/ask.h"
#include "tools/hivectl/commands.h"
#include "tools/hivectl/table.h"

namespace hive {

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
