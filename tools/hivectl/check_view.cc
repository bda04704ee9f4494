#include <algorithm>

#include "lib/json.h"
#include "tools/hivectl/service_view.h"
#include "tools/hivectl/table.h"

namespace hive {
namespace {

const Json& list_of(const Json& status, std::string_view key)
{
    static const auto none = Json::array();
    const auto found = status.find(key);
    return found != status.end() && found->is_array() ? *found : none;
}

/// The same answer with what is asked for alone.
template <class Test>
Json kept_of(const Json& status, const Test& is_kept)
{
    auto kept = status;
    for (const auto* kind : {"services", "checks"}) {
        kept[kind] = Json::array();
        for (const auto& entry : list_of(status, kind))
            if (is_kept(entry))
                kept[kind].push_back(entry);
    }
    return kept;
}

bool is_empty(const Json& status)
{
    return list_of(status, "services").empty() && list_of(status, "checks").empty();
}

void count(StateCount& sum, std::string_view state, std::string_view kind)
{
    if (state == "unmonitored")
        ++sum.unmonitored;
    else if (state == "ready" || (state == "degraded" && kind == "services"))
        ++sum.up;
    else if (state == "starting")
        ++sum.initialising;
    else
        ++sum.down;
}

}  // namespace

std::string checks_table(const Json& status, double now, const Terminal& terminal)
{
    const auto& checks = list_of(status, "checks");
    if (checks.empty())
        return {};
    Table table {{{"CHECK"}, {"STATE"}, {"FOR", Align::right}, {"TYPE"}, {"STATUS"}}};
    for (const auto& check : checks)
        table.add({{.text = printable(text_at(check, "name"))},
            state_cell(text_at(check, "state"), terminal),
            {.text = span_text(now - real_at(check, "since"))},
            {.text = printable(text_at(check, "type"))},
            {.text = printable(text_at(check, "status")), .style = style::dim}});
    return '\n' + table.text(terminal.is_styled);
}

std::string check_facts(const Json& check, double now, const Terminal& terminal)
{
    Table table {{{""}, {""}}};
    const auto add = [&table](std::string_view name, std::string text) {
        table.add({{.text = std::string {name}, .style = style::dim}, {.text = std::move(text)}});
    };
    add("name", printable(text_at(check, "name")));
    table.add(
        {{.text = "state", .style = style::dim}, state_cell(text_at(check, "state"), terminal)});
    add("for", span_text(now - real_at(check, "since")));
    for (const auto* name : {"type", "mode", "status"})
        add(name, printable(text_at(check, name)));
    for (const auto& rule : list_of(check, "rules"))
        add("holds", printable(rule.is_string() ? rule.get<std::string>() : to_text(rule)));
    if (const auto metrics = check.find("metrics"); metrics != check.end())
        for (const auto& [name, value] : metrics->items())
            add(name,
                printable(value.is_string() ? value.get<std::string>()
                                            : fmt::format("{:.6g}", value.get<double>())));
    return table.text(terminal.is_styled);
}

const Json* find_check(const Json& status, std::string_view name)
{
    for (const auto& check : list_of(status, "checks"))
        if (text_at(check, "name") == name)
            return &check;
    return nullptr;
}

StateCount count_states(const Json& status)
{
    StateCount sum;
    for (const auto* kind : {"services", "checks"})
        for (const auto& entry : list_of(status, kind))
            count(sum, text_at(entry, "state"), kind);
    return sum;
}

Result<Json> only_group(const Json& status, std::string_view group)
{
    auto kept = kept_of(status, [wanted = Json(group)](const Json& entry) {
        const auto& groups = list_of(entry, "groups");
        return std::ranges::find(groups, wanted) != groups.end();
    });
    if (is_empty(kept))
        return fail("no service or check is in group '{}'", group);
    return kept;
}

Result<Json> only_named(const Json& status, std::string_view name)
{
    auto kept = kept_of(status, [name](const Json& entry) {
        const auto known = text_at(entry, "name");
        return known == name || known == fmt::format("hive-{}", name);
    });
    if (is_empty(kept))
        return fail("no service or check is called '{}'", name);
    return kept;
}

std::string summary_table(const Json& status, const Terminal& terminal)
{
    Table table {{{"NAME"}, {"STATE"}, {"TYPE"}}};
    for (const auto* kind : {"services", "checks"})
        for (const auto& entry : list_of(status, kind))
            table.add({{.text = printable(text_at(entry, "name"))},
                state_cell(text_at(entry, "state"), terminal),
                {.text = printable(text_at(entry, "type", "service"))}});
    return table.text(terminal.is_styled);
}

}  // namespace hive
