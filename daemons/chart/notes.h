// daemons/chart/notes.h - what people wrote on the time axis: notes and inspections, in site.db.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/chart/query.h"
#include "lib/json_fwd.h"
#include "lib/result.h"
#include "lib/sqlite.h"

namespace hive {

constexpr std::array<std::string_view, 5> note_kinds {
    "note", "inspection", "treatment", "harvest", "feeding"};
constexpr std::size_t longest_note = 4000;  // bytes
constexpr std::int64_t most_notes = 100'000;  // in all; more are refused
constexpr std::size_t most_listed_notes = 2000;  // in one answer

/// What a person says about a moment of an apiary.
struct NoteDraft {
    std::int64_t apiary;
    std::int64_t time;  // epoch seconds
    std::string kind;  // one of note_kinds
    std::string text;
};

/// {"apiary", "t", "kind", "text"}. Pure. @return an error that begins with the member's name
[[nodiscard]] Result<NoteDraft> parse_note(std::string_view body);

/// Who did something, and when.
struct Signature {
    std::string user;
    std::int64_t time;  // epoch seconds
};

// On the connection of site.db.

/// The first most_listed_notes of the range as {"notes": […]}.
[[nodiscard]] Result<Json> list_notes(Sqlite& site, const NotesQuery& query);
/// @return its id; nothing when there are most_notes
[[nodiscard]] Result<std::optional<std::int64_t>> add_note(
    Sqlite& site, const NoteDraft& draft, const Signature& signature);
/// @return false when there is none with this id
[[nodiscard]] Result<bool> change_note(
    Sqlite& site, std::int64_t id, const NoteDraft& draft, const Signature& signature);
/// @return the apiary it belonged to; nothing when there is none with this id
[[nodiscard]] Result<std::optional<std::int64_t>> delete_note(Sqlite& site, std::int64_t id);

}  // namespace hive
