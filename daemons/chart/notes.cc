#include "daemons/chart/notes.h"

#include <algorithm>
#include <cmath>

#include "daemons/chart/answers.h"
#include "daemons/chart/fields.h"
#include "lib/json.h"

namespace hive {
namespace {

constexpr std::array<std::string_view, 4> members {"apiary", "t", "kind", "text"};

Json note_json(const Statement& row)
{
    return {{"id", row.integer(0)}, {"apiary", row.integer(1)}, {"t", row.integer(2)},
        {"kind", row.text(3)}, {"text", row.text(4)}, {"by", row.text(5)},
        {"created", row.integer(6)},
        {"changed_by", row.is_null(7) ? Json(nullptr) : Json(row.text(7))},
        {"changed", row.is_null(8) ? Json(nullptr) : Json(row.integer(8))}};
}

Result<> bind_draft(Statement& statement, const NoteDraft& draft, const Signature& signature)
{
    TRY(statement.bind(1, draft.apiary));
    TRY(statement.bind(2, draft.time));
    TRY(statement.bind(3, draft.kind));
    TRY(statement.bind(4, draft.text));
    TRY(statement.bind(5, signature.user));
    return statement.bind(6, signature.time);
}

}  // namespace

Result<NoteDraft> parse_note(std::string_view body)
{
    const auto object = TRY(parse_object(body, members));
    NoteDraft draft {.apiary = TRY(whole_field(object, "apiary", 1, INT64_MAX)),
        .time = TRY(whole_field(object, "t", 0, std::llround(latest_time))),
        .kind = TRY(text_field(object, "kind", 20, Lines::one)),
        .text = TRY(text_field(object, "text", longest_note, Lines::many))};
    if (std::ranges::find(note_kinds, draft.kind) == note_kinds.end())
        return fail("kind: '{}' is none of note, inspection, treatment, harvest, feeding",
            shown(draft.kind));
    return draft;
}

Result<Json> list_notes(Sqlite& site, const NotesQuery& query)
{
    auto rows = TRY(site.prepare(
        "SELECT id, apiary, t, kind, text, author, created, changed_by, changed FROM note"
        " WHERE apiary = ? AND t >= ? AND t < ? ORDER BY t, id LIMIT ?"));
    TRY(rows.bind(1, query.apiary));
    TRY(rows.bind(2, query.from));
    TRY(rows.bind(3, query.to));
    TRY(rows.bind(4, static_cast<std::int64_t>(most_listed_notes) + 1));
    Json notes = Json::array();
    while (TRY(rows.step()))
        notes.push_back(note_json(rows));
    const bool has_more = notes.size() > most_listed_notes;
    if (has_more)
        notes.erase(most_listed_notes);
    return Json {{"notes", std::move(notes)}, {"more", has_more}};
}

Result<std::optional<std::int64_t>> add_note(
    Sqlite& site, const NoteDraft& draft, const Signature& signature)
{
    if (TRY(site.integer("SELECT count(*) FROM note")) >= most_notes)
        return std::nullopt;
    auto insert = TRY(site.prepare(
        "INSERT INTO note (apiary, t, kind, text, author, created) VALUES (?, ?, ?, ?, ?, ?)"));
    TRY(bind_draft(insert, draft, signature));
    TRY(insert.run());
    return site.last_row_id();
}

Result<bool> change_note(
    Sqlite& site, std::int64_t id, const NoteDraft& draft, const Signature& signature)
{
    auto update = TRY(site.prepare("UPDATE note SET apiary = ?, t = ?, kind = ?, text = ?,"
                                   " changed_by = ?, changed = ? WHERE id = ?"));
    TRY(bind_draft(update, draft, signature));
    TRY(update.bind(7, id));
    TRY(update.run());
    return site.changes() > 0;
}

Result<std::optional<std::int64_t>> delete_note(Sqlite& site, std::int64_t id)
{
    auto row = TRY(site.prepare("DELETE FROM note WHERE id = ? RETURNING apiary"));
    TRY(row.bind(1, id));
    if (!TRY(row.step()))
        return std::nullopt;
    return row.integer(0);
}

}  // namespace hive
