#include "daemons/sync/columns.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <unordered_map>
#include <utility>

#include "lib/number.h"

namespace hive {
namespace {

bool is_equal_without_case(std::string_view left, std::string_view right)
{
    const auto is_same
        = [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); };
    return std::ranges::equal(left, right, is_same);
}

std::string lower(std::string_view text)
{
    std::string small {text};
    std::ranges::transform(small, small.begin(), [](unsigned char c) { return std::tolower(c); });
    return small;
}

bool has_type_of(const RemoteColumn& column, std::initializer_list<std::string_view> words)
{
    const auto type = lower(column.type);
    return std::ranges::any_of(words, [&](auto word) { return type.contains(word); });
}

bool is_whole(const RemoteColumn& column)
{
    return column.type.empty() || has_type_of(column, {"int"});
}

bool is_number(const RemoteColumn& column)
{
    return is_whole(column)
        || has_type_of(column, {"float", "double", "real", "decimal", "numeric"});
}

/// Epoch seconds or a date: nothing when it is neither.
std::optional<TimeKind> time_kind(const RemoteColumn& column)
{
    if (is_whole(column))
        return TimeKind::whole;
    if (is_number(column))
        return TimeKind::fraction;
    if (has_type_of(column, {"timestamp"}))
        return TimeKind::utc_calendar;
    if (has_type_of(column, {"date", "text", "char"}))
        return TimeKind::calendar;
    return std::nullopt;
}

/// Collects what is wrong while names are looked up, so that all of it is told at once.
class Lookup {
public:
    explicit Lookup(const std::vector<RemoteColumn>& existing)
    {
        for (const auto& column : existing)
            columns_.emplace(lower(column.name), &column);
    }

    const RemoteColumn* find(std::string_view name) const
    {
        const auto found = columns_.find(lower(name));
        return found == columns_.end() ? nullptr : found->second;
    }

    std::string any(const std::string& name)
    {
        const auto* column = find(name);
        if (column == nullptr)
            missing.push_back(name);
        return column != nullptr ? column->name : "";
    }

    std::string whole(const std::string& name)
    {
        return checked(name, &is_whole, "a whole number");
    }
    std::string number(const std::string& name) { return checked(name, &is_number, "a number"); }

    TimeKind time(const std::string& name)
    {
        const auto* column = find(name);
        const auto kind = column != nullptr ? time_kind(*column) : TimeKind::whole;
        if (!kind)
            wrong.push_back(
                fmt::format("column {} is {}, not a number or a date", name, column->type));
        return kind.value_or(TimeKind::whole);
    }

    std::vector<std::string> missing;
    std::vector<std::string> wrong;

private:
    std::string checked(
        const std::string& name, bool (*is_right)(const RemoteColumn&), std::string_view wanted)
    {
        const auto* column = find(name);
        if (column != nullptr && !is_right(*column))
            wrong.push_back(fmt::format("column {} is {}, not {}", name, column->type, wanted));
        return any(name);
    }

    std::unordered_map<std::string, const RemoteColumn*> columns_;  // by name in small letters
};

std::string apiary_name(const ColumnNames& names, const Lookup& lookup)
{
    if (!names.apiary.empty())
        return names.apiary;
    const bool has_only_number
        = lookup.find("apiary_name") == nullptr && lookup.find("apiary_id") != nullptr;
    return has_only_number ? "apiary_id" : "apiary_name";
}

/// "fft_bin12" -> {"fft_bin", 12}; number -1 when there is none.
std::pair<std::string_view, int> split_number(std::string_view name)
{
    const auto last = name.find_last_not_of("0123456789");
    const auto stem = name.substr(0, last == std::string_view::npos ? 0 : last + 1);
    return {stem, number_of<int>(name.substr(stem.size())).value_or(-1)};
}

/// "id, timestamp, fft_bin1..fft_bin64": numbered columns in a row become one item.
std::string listed(const std::vector<std::string>& names)
{
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto first = i;
        const auto [stem, number] = split_number(names[i]);
        while (number >= 0 && i + 1 < names.size()
            && split_number(names[i + 1])
                == std::pair {stem, number + static_cast<int>(i + 1 - first)})
            ++i;
        text += first == 0 ? "" : ", ";
        text += first == i ? names[i] : fmt::format("{}..{}", names[first], names[i]);
    }
    return text;
}

Result<> report(const Lookup& lookup, std::string_view table, const std::vector<RemoteColumn>& all)
{
    std::string text;
    if (!lookup.missing.empty())
        text = fmt::format("has no column {}", listed(lookup.missing));
    for (const auto& wrong : lookup.wrong)
        text += (text.empty() ? "" : "; ") + wrong;
    if (text.empty())
        return {};
    std::vector<std::string> names(all.size());
    std::ranges::transform(all, names.begin(), &RemoteColumn::name);
    return fail("table {}: {} (its columns: {})", table, text, listed(names));
}

/// Columns that say where a row is from, whichever of them is mapped.
constexpr std::array<std::string_view, 2> known_names {"apiary_name", "apiary_id"};

/// The numeric columns that nothing else is made of.
std::vector<std::string> further_columns(
    const Columns& columns, const std::vector<RemoteColumn>& existing)
{
    const auto is_used = [&](const std::string& name) {
        const bool is_scalar = name == columns.id || name == columns.apiary || name == columns.time
            || name == columns.internal || name == columns.external;
        return is_scalar || std::ranges::find(columns.bins, name) != columns.bins.end()
            || std::ranges::any_of(
                known_names, [&](auto known) { return is_equal_without_case(name, known); });
    };
    std::vector<std::string> names;
    for (const auto& column : existing)
        if (names.size() < max_extras && !column.type.empty() && is_number(column)
            && !is_used(column.name))
            names.push_back(column.name);
    return names;
}

std::string range_sql(const Columns& columns, Quoting quoting)
{
    return fmt::format("WHERE {} BETWEEN ? AND ?", quoted(columns.id, quoting));
}

}  // namespace

std::string quoted(std::string_view name, Quoting quoting)
{
    const auto mark = static_cast<char>(quoting);
    std::string text {mark};
    for (const char c : name)
        text.append(c == mark ? 2 : 1, c);
    return text += mark;
}

std::string time_sql(const Columns& columns)
{
    auto name = quoted(columns.time, Quoting::backticks);
    switch (columns.time_kind) {
    case TimeKind::whole: return name;
    case TimeKind::fraction: return fmt::format("CAST(FLOOR({}) AS SIGNED)", name);
    case TimeKind::calendar:
    case TimeKind::utc_calendar:
        return fmt::format("TIMESTAMPDIFF(SECOND,'1970-01-01 00:00:00',{})", name);
    }
    std::unreachable();
}

Result<Columns> resolve_columns(
    const SourceConfig& source, const std::vector<RemoteColumn>& existing)
{
    if (existing.empty())
        return fail("there is no table {}", source.table);
    const auto& names = source.columns;
    Lookup lookup {existing};
    Columns columns {.id = lookup.whole(names.id),
        .apiary = lookup.any(apiary_name(names, lookup)),
        .time = lookup.any(names.time),
        .time_kind = lookup.time(names.time),
        .internal = lookup.number(names.internal),
        .external = lookup.number(names.external)};
    for (int bin = 1; bin <= source.bins; ++bin)
        columns.bins.push_back(lookup.number(fmt::format("{}{}", names.fft_prefix, bin)));
    TRY(report(lookup, source.table, existing));
    if (source.has_extras)
        columns.extras = further_columns(columns, existing);
    return columns;
}

std::string select_rows_sql(const Columns& columns, std::string_view table, Quoting quoting)
{
    const auto time
        = quoting == Quoting::backticks ? time_sql(columns) : quoted(columns.time, quoting);
    auto sql = fmt::format("SELECT {}, {}, {}, {}, {}", quoted(columns.id, quoting),
        quoted(columns.apiary, quoting), time, quoted(columns.internal, quoting),
        quoted(columns.external, quoting));
    for (const auto& bin : columns.bins)
        sql += ", " + quoted(bin, quoting);
    for (const auto& extra : columns.extras)
        sql += ", " + quoted(extra, quoting);
    return sql
        + fmt::format(" FROM {} {} ORDER BY {}", quoted(table, quoting),
            range_sql(columns, quoting), quoted(columns.id, quoting));
}

std::string count_rows_sql(const Columns& columns, std::string_view table, Quoting quoting)
{
    return fmt::format(
        "SELECT COUNT(*) FROM {} {}", quoted(table, quoting), range_sql(columns, quoting));
}

std::string last_id_sql(const Columns& columns, std::string_view table, Quoting quoting)
{
    return fmt::format(
        "SELECT MAX({}) FROM {}", quoted(columns.id, quoting), quoted(table, quoting));
}

}  // namespace hive
