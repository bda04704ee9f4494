#include "tools/hivectl/table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>

#include <fmt/format.h>

namespace hive {
namespace {

constexpr std::string_view plain = "\x1b[0m";

std::string dressed(const Cell& cell, bool is_styled)
{
    if (!is_styled || cell.style.empty())
        return cell.text;
    return fmt::format("{}{}{}", cell.style, cell.text, plain);
}

std::string padded(const Cell& cell, Align align, std::size_t places, bool is_styled)
{
    const auto used = width(cell.text);
    const std::string blanks(places > used ? places - used : 0, ' ');
    const auto text = dressed(cell, is_styled);
    return align == Align::left ? text + blanks : blanks + text;
}

}  // namespace

std::size_t width(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string printable(std::string_view text)
{
    std::string shown {text};
    std::ranges::replace_if(
        shown, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
    return shown;
}

std::string Table::text(bool is_styled) const
{
    auto rows = rows_;
    std::vector<Cell> titles;
    titles.reserve(columns_.size());
    for (const auto& column : columns_)
        titles.push_back({.text = column.title, .style = "\x1b[2m"});
    rows.insert(rows.begin(), std::move(titles));

    std::string page;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const auto at_column = [i](const auto& r) { return width(r.at(i).text); };
            const auto places = std::ranges::max(rows, {}, at_column);
            const bool is_last = i + 1 == columns_.size();
            line += padded(row.at(i), columns_[i].align,
                is_last && columns_[i].align == Align::left ? 0 : at_column(places), is_styled);
            line += is_last ? "" : "  ";
        }
        line.erase(line.find_last_not_of(' ') + 1);
        page += line + '\n';
    }
    return page;
}

std::string span_text(double seconds)
{
    constexpr double minute = 60;
    constexpr double hour = 60 * minute;
    constexpr double day = 24 * hour;
    if (seconds < 10)
        return fmt::format("{:.1f} s", std::max(seconds, 0.0));
    if (seconds < 2 * minute)
        return fmt::format("{:.0f} s", std::floor(seconds));
    if (seconds < 2 * hour)
        return fmt::format("{:.0f} min", std::floor(seconds / minute));
    if (seconds < 2 * day)
        return fmt::format("{:.0f} h", std::floor(seconds / hour));
    return fmt::format("{:.0f} d", std::floor(seconds / day));
}

std::string memory_text(double kilobytes)
{
    constexpr double step = 1024;
    if (kilobytes < step)
        return fmt::format("{:.0f} kB", kilobytes);
    if (kilobytes < step * step)
        return fmt::format("{:.1f} MB", kilobytes / step);
    return fmt::format("{:.2f} GB", kilobytes / step / step);
}

std::string time_text(double epoch_seconds)
{
    if (epoch_seconds <= 0)
        return {};
    const auto whole = static_cast<std::time_t>(epoch_seconds);
    std::tm local {};
    std::array<char, 32> text {};
    ::localtime_r(&whole, &local);
    std::strftime(text.data(), text.size(), "%F %T", &local);
    return text.data();
}

std::string count_text(long long count)
{
    auto digits = fmt::format("{}", count);
    for (auto place = static_cast<long>(digits.size()) - 3; place > (count < 0 ? 1 : 0); place -= 3)
        digits.insert(static_cast<std::size_t>(place), 1, ' ');
    return digits;
}

}  // namespace hive
