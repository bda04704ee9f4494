#include "daemons/chart/alert_log.h"

#include "daemons/chart/answers.h"
#include "lib/json.h"

namespace hive {
namespace {

constexpr std::int64_t told_fired = 1;
constexpr std::int64_t told_all = 3;
constexpr std::int64_t most_messages = 32;

Json alert_json(const Statement& row)
{
    Json acknowledged = nullptr;
    if (!row.is_null(9))
        acknowledged = {{"by", row.text(8)}, {"t", row.integer(9)}};
    return {{"id", row.integer(0)}, {"rule", row.is_null(1) ? Json(nullptr) : Json(row.integer(1))},
        {"rule_name", row.text(2)}, {"apiary", row.integer(3)}, {"fired", row.integer(4)},
        {"recovered", row.is_null(5) ? Json(nullptr) : Json(row.integer(5))},
        {"value", row.is_null(6) ? Json(nullptr) : Json(row.real(6))}, {"text", row.text(7)},
        {"severity", row.text(10)}, {"told", row.integer(11) != 0},
        {"acknowledged", std::move(acknowledged)}};
}

/// @param row id, rule, apiary, rule_name, text, severity, destinations, told
Message message_of(const Statement& row)
{
    const bool is_fired = row.integer(7) == 0;
    Json arguments {{"key", fmt::format("chart:rule:{}:apiary:{}", row.integer(1), row.integer(2))},
        {"event", is_fired ? "fired" : "recovered"}, {"severity", row.text(5)},
        {"source", "hive-chart"},
        {"subject", fmt::format("{}{}", row.text(3), is_fired ? "" : ": over")},
        {"text", row.text(4)}};
    const auto to = parse_json(row.text(6));
    if (to && !to->empty())
        arguments["to"] = *to;
    return {.alert = row.integer(0),
        .told = is_fired ? told_fired : told_all,
        .arguments = to_text(arguments)};
}

Result<> forget_old(Sqlite& site)
{
    auto remove = TRY(site.prepare(
        "DELETE FROM alert WHERE recovered IS NOT NULL AND id <= (SELECT max(id) FROM alert) - ?"));
    TRY(remove.bind(1, most_alerts));
    return remove.run();
}

}  // namespace

Result<Json> list_alerts(Sqlite& site, const AlertsQuery& query)
{
    auto rows = TRY(site.prepare(
        "SELECT id, rule, rule_name, apiary, fired, recovered, value, text, acknowledged_by,"
        " acknowledged, severity, told FROM alert"
        " WHERE (?1 = 0 OR (?1 = 1 AND recovered IS NULL) OR (?1 = 2 AND recovered IS NOT NULL))"
        " AND (?3 = 0 OR apiary = ?3) AND fired < ?5 AND (recovered IS NULL OR recovered >= ?4)"
        " ORDER BY id DESC LIMIT ?2"));
    TRY(rows.bind(1, query.state == AlertState::all ? 0 : query.state == AlertState::open ? 1 : 2));
    TRY(rows.bind(2, query.limit));
    TRY(rows.bind(3, query.apiary));
    TRY(rows.bind(4, query.from));
    TRY(rows.bind(5, query.to));
    Json alerts = Json::array();
    while (TRY(rows.step()))
        alerts.push_back(alert_json(rows));
    return Json {{"alerts", std::move(alerts)}};
}

Result<std::vector<OpenAlert>> open_alerts(Sqlite& site)
{
    auto rows = TRY(site.prepare("SELECT id, rule, apiary FROM alert WHERE recovered IS NULL"));
    std::vector<OpenAlert> alerts;
    while (TRY(rows.step()))
        alerts.push_back(
            {.id = rows.integer(0), .rule = rows.integer(1), .apiary = rows.integer(2)});
    return alerts;
}

Result<OpenAlerts> count_open_alerts(Sqlite& site)
{
    auto rows = TRY(
        site.prepare("SELECT apiary, count(*) FROM alert WHERE recovered IS NULL GROUP BY apiary"));
    OpenAlerts counts;
    while (TRY(rows.step()))
        counts.emplace(rows.integer(0), rows.integer(1));
    return counts;
}

Result<std::int64_t> add_alert(Sqlite& site, const NewAlert& alert)
{
    auto insert = TRY(site.prepare("INSERT INTO alert (rule, rule_name, apiary, fired, value, text,"
                                   " severity, destinations) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"));
    TRY(insert.bind(1, alert.rule));
    TRY(insert.bind(2, alert.rule_name));
    TRY(insert.bind(3, alert.apiary));
    TRY(insert.bind(4, alert.fired));
    TRY(alert.value ? insert.bind(5, *alert.value) : insert.bind_null(5));
    TRY(insert.bind(6, alert.text));
    TRY(insert.bind(7, alert.severity));
    TRY(insert.bind(8, to_text(Json(alert.to))));
    TRY(insert.run());
    const auto id = site.last_row_id();
    TRY(forget_old(site));
    return id;
}

Result<> end_alert(Sqlite& site, std::int64_t id, std::int64_t now)
{
    auto update
        = TRY(site.prepare("UPDATE alert SET recovered = ? WHERE id = ? AND recovered IS NULL"));
    TRY(update.bind(1, now));
    TRY(update.bind(2, id));
    return update.run();
}

Result<bool> acknowledge_alert(Sqlite& site, std::int64_t id, const Signature& signature)
{
    auto update
        = TRY(site.prepare("UPDATE alert SET acknowledged_by = coalesce(acknowledged_by, ?),"
                           " acknowledged = coalesce(acknowledged, ?) WHERE id = ?"));
    TRY(update.bind(1, signature.user));
    TRY(update.bind(2, signature.time));
    TRY(update.bind(3, id));
    TRY(update.run());
    return site.changes() > 0;
}

Result<std::vector<Message>> untold(Sqlite& site, std::int64_t now)
{
    auto give_up = TRY(site.prepare("UPDATE alert SET told = 3 WHERE told < 3"
                                    " AND recovered IS NOT NULL AND fired < ?"));
    TRY(give_up.bind(1, now - longest_untold));
    TRY(give_up.run());
    auto rows = TRY(site.prepare(
        "SELECT id, coalesce(rule, 0), apiary, rule_name, text, severity,"
        " destinations, told FROM alert"
        " WHERE told < 3 AND (told = 0 OR recovered IS NOT NULL) ORDER BY id LIMIT ?"));
    TRY(rows.bind(1, most_messages));
    std::vector<Message> messages;
    while (TRY(rows.step()))
        messages.push_back(message_of(rows));
    return messages;
}

Result<> note_told(Sqlite& site, const Message& message)
{
    auto update = TRY(site.prepare("UPDATE alert SET told = ? WHERE id = ?"));
    TRY(update.bind(1, message.told));
    TRY(update.bind(2, message.alert));
    return update.run();
}

}  // namespace hive
