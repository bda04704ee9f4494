#include "tools/hive-sample/csv.h"

#include <charconv>

#include "tools/hive-sample/table.h"

namespace hive {
namespace {

template <class Integer>
void append_integer(std::string& text, Integer value)
{
    std::array<char, 24> digits {};
    const auto end = std::to_chars(digits.begin(), digits.end(), value).ptr;
    text.append(digits.begin(), end);
}

/// 1234 -> "12.34", -5 -> "-0.05", 1200 -> "12"
void append_hundredths(std::string& text, int value)
{
    if (value < 0)
        text += '-';
    const int size = value < 0 ? -value : value;
    append_integer(text, size / 100);
    if (size % 100 == 0)
        return;
    text += '.';
    text += static_cast<char>('0' + size % 100 / 10);
    text += static_cast<char>('0' + size % 10);
}

void append_optional(std::string& text, std::optional<int> hundredths)
{
    if (hundredths)
        append_hundredths(text, *hundredths);
    else
        text += "\\N";
    text += ',';
}

}  // namespace

std::string csv_header()
{
    std::string text;
    for (const auto& name : column_names())
        text += (text.empty() ? "" : ",") + name;
    return text + '\n';
}

void append_csv(std::string& text, const SampleRow& row)
{
    append_integer(text, row.id);
    text += ',';
    if (row.apiary) {
        append_integer(text, *row.apiary + 1);
        (text += ',') += apiary_name(*row.apiary);
    } else {
        text += "\\N,\\N";
    }
    text += ',';
    append_integer(text, row.time);
    text += ',';
    append_optional(text, row.internal);
    append_optional(text, row.external);
    for (const auto bin : row.bins) {
        append_hundredths(text, bin);
        text += ',';
    }
    text.back() = '\n';
}

}  // namespace hive
