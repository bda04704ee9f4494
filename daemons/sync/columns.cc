#include "daemons/sync/columns.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <ranges>

namespace hive {
namespace {

bool is_equal_without_case(std::string_view left, std::string_view right)
{
    const auto is_same
        = [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); };
    return std::ranges::equal(left, right, is_same);
}

bool has_type_of(const RemoteColumn& column, std::initializer_list<std::string_view> words)
{
    std::string type = column.type;
    std::ranges::transform(type, type.begin(), [](unsigned char c) { return std::tolower(c); });
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

/// Collects what is wrong while names are looked up, so that all of it is told at once.
class Lookup {
public:
    explicit Lookup(const std::vector<RemoteColumn>& existing) : existing_ {existing} { }

    const RemoteColumn* find(std::string_view name) const
    {
        const auto found = std::ranges::find_if(existing_,
            [&](const auto& column) { return is_equal_without_case(column.name, name); });
        return found == existing_.end() ? nullptr : &*found;
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

    const std::vector<RemoteColumn>& existing_;
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
    const auto digits = name.substr(stem.size());
    int number = -1;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return {stem, number};
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
    std::vector<std::string> names;
    for (const auto& column : all)
        names.push_back(column.name);
    return fail("table {}: {} (its columns: {})", table, text, listed(names));
}

std::string quoted(std::string_view name, Quoting quoting)
{
    const auto mark = static_cast<char>(quoting);
    std::string text {mark};
    for (const char c : name)
        text.append(c == mark ? 2 : 1, c);
    return text += mark;
}

}  // namespace

Result<Columns> resolve_columns(
    const ColumnNames& names, std::string_view table, const std::vector<RemoteColumn>& existing)
{
    if (existing.empty())
        return fail("there is no table {}", table);
    Lookup lookup {existing};
    Columns columns {.id = lookup.whole(names.id),
        .apiary = lookup.any(apiary_name(names, lookup)),
        .time = lookup.number(names.time),
        .internal = lookup.number(names.internal),
        .external = lookup.number(names.external)};
    for (std::size_t i = 0; i < fft_bins; ++i)
        columns.bins[i] = lookup.number(fmt::format("{}{}", names.fft_prefix, i + 1));
    TRY(report(lookup, table, existing));
    return columns;
}

std::string select_rows_sql(const Columns& columns, std::string_view table, Quoting quoting)
{
    auto sql = fmt::format("SELECT {}, {}, {}, {}, {}", quoted(columns.id, quoting),
        quoted(columns.apiary, quoting), quoted(columns.time, quoting),
        quoted(columns.internal, quoting), quoted(columns.external, quoting));
    for (const auto& bin : columns.bins)
        sql += ", " + quoted(bin, quoting);
    return sql
        + fmt::format(" FROM {} WHERE {} > ? ORDER BY {}", quoted(table, quoting),
            quoted(columns.id, quoting), quoted(columns.id, quoting));
}

std::string count_rows_sql(const Columns& columns, std::string_view table, Quoting quoting)
{
    return fmt::format("SELECT COUNT(*) FROM {} WHERE {} <= ?", quoted(table, quoting),
        quoted(columns.id, quoting));
}

}  // namespace hive
