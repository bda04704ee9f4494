#include <algorithm>
#include <array>
#include <span>

#include "lib/json.h"
#include "tools/hivectl/ask.h"
#include "tools/hivectl/commands.h"
#include "tools/hivectl/table.h"

namespace hive {
namespace {

/// What one word shows: rows of the answer's list as columns.
struct Listing {
    std::string_view word;  // also the verb, and the list's name in the answer
    std::span<const std::string_view> columns;  // names in a row
};
constexpr std::array<std::string_view, 7> connection_columns {
    "number", "client", "tls", "state", "seconds", "user", "request"};
constexpr std::array<std::string_view, 7> upstream_columns {
    "upstream", "server", "weight", "state", "active", "answered", "failed"};
constexpr std::array<std::string_view, 8> location_columns {
    "prefix", "action", "auth", "requests", "2xx", "3xx", "4xx", "5xx"};
constexpr std::array listings {Listing {"connections", connection_columns},
    Listing {"upstreams", upstream_columns}, Listing {"locations", location_columns}};

std::string cell_text(const Json& row, std::string_view column)
{
    const auto found = row.find(column);
    if (found == row.end() || found->is_null())
        return "-";
    if (found->is_boolean())
        return found->get<bool>() ? "yes" : "no";
    return printable(found->is_string() ? found->get<std::string>() : to_text(*found));
}

std::string heading(std::string_view column)
{
    std::string upper {column};
    std::ranges::transform(upper, upper.begin(), [](char letter) {
        return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 32) : letter;
    });
    return upper;
}

void show_list(const Json& answer, const Listing& listing, bool is_styled)
{
    std::vector<Table::Column> columns;
    for (const auto column : listing.columns)
        columns.push_back({heading(column)});
    Table table {std::move(columns)};
    for (const auto& row : answer.value(std::string {listing.word}, Json::array())) {
        std::vector<Cell> cells;
        for (const auto column : listing.columns)
            cells.push_back({.text = cell_text(row, column)});
        table.add(std::move(cells));
    }
    say(table.text(is_styled));
}

void show_facts(const Json& answer)
{
    Table table {{{""}, {""}}};
    for (const auto& [name, value] : answer.items())
        table.add({{.text = printable(name), .style = style::dim},
            {.text = value.is_string() ? printable(value.get<std::string>()) : to_text(value)}});
    say(table.text(false));
}

}  // namespace

int proxy(const Invocation& invocation, const Terminal& terminal)
{
    const auto& word = invocation.words.front();
    const auto* const listing = std::ranges::find(listings, word, &Listing::word);
    if (listing == listings.end() && word != "status")
        return complain(
            fmt::format("'{}' is none of status, connections, upstreams and locations", word));
    const auto answer = ask("proxy", word, Json::object());
    if (!answer)
        return complain(answer.error().message());
    if (invocation.is_json)
        say(to_text(*answer) + '\n');
    else if (listing == listings.end())
        show_facts(*answer);
    else
        show_list(*answer, *listing, terminal.is_styled);
    return 0;
}

}  // namespace hive
