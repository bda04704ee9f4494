#include "daemons/chart/rule_book.h"

#include <string>

#include "lib/json.h"
#include "lib/log.h"

namespace hive {
namespace {

/// @param row id, body, author, changed
Result<Rule> rule_of(const Statement& row)
{
    auto rule = TRY(parse_rule(row.text(1)));
    rule.id = row.integer(0);
    rule.by = row.text(2);
    rule.changed = row.integer(3);
    return rule;
}

}  // namespace

Result<std::vector<Rule>> read_rules(Sqlite& site)
{
    auto rows = TRY(site.prepare("SELECT id, body, author, changed FROM rule ORDER BY id"));
    std::vector<Rule> rules;
    while (TRY(rows.step())) {
        auto rule = rule_of(rows);
        if (rule)
            rules.push_back(*std::move(rule));
        else
            log::error("skipped rule id={} {}", rows.integer(0),
                log::field("error", rule.error().message()));
    }
    return rules;
}

Result<std::optional<Rule>> read_rule(Sqlite& site, std::int64_t id)
{
    auto row = TRY(site.prepare("SELECT id, body, author, changed FROM rule WHERE id = ?"));
    TRY(row.bind(1, id));
    if (!TRY(row.step()))
        return std::nullopt;
    return TRY(rule_of(row));
}

Result<std::optional<std::int64_t>> add_rule(
    Sqlite& site, const Rule& rule, const Signature& signature)
{
    if (TRY(site.integer("SELECT count(*) FROM rule")) >= static_cast<std::int64_t>(most_rules))
        return std::nullopt;
    auto insert = TRY(site.prepare("INSERT INTO rule (body, author, changed) VALUES (?, ?, ?)"));
    TRY(insert.bind(1, to_text(rule_body(rule))));
    TRY(insert.bind(2, signature.user));
    TRY(insert.bind(3, signature.time));
    TRY(insert.run());
    return site.last_row_id();
}

Result<bool> change_rule(
    Sqlite& site, std::int64_t id, const Rule& rule, const Signature& signature)
{
    auto update
        = TRY(site.prepare("UPDATE rule SET body = ?, author = ?, changed = ? WHERE id = ?"));
    TRY(update.bind(1, to_text(rule_body(rule))));
    TRY(update.bind(2, signature.user));
    TRY(update.bind(3, signature.time));
    TRY(update.bind(4, id));
    TRY(update.run());
    return site.changes() > 0;
}

Result<bool> delete_rule(Sqlite& site, std::int64_t id)
{
    auto remove = TRY(site.prepare("DELETE FROM rule WHERE id = ?"));
    TRY(remove.bind(1, id));
    TRY(remove.run());
    return site.changes() > 0;
}

}  // namespace hive
