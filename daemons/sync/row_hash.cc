#include "daemons/sync/row_hash.h"

#include <cmath>

#include <zlib.h>

namespace hive {
namespace {

constexpr std::size_t hashed_characters = 60;  // of the apiary's name
constexpr double resolution = 65536;
constexpr double modulus = 0x1p63;

/// A whole odd number from 2^19 to 2^20: times a float32 it is exact.
double weight(std::size_t column)
{
    const auto mixed = static_cast<std::uint32_t>(column + 1) * 2654435761U;
    return static_cast<double>(0x80000U | (mixed >> 13U) | 1U);
}

/// What a NULL counts as; a binary fraction, so that it is the same number everywhere.
double missing(std::size_t column)
{
    return static_cast<double>(column) + 0.28125;
}

/// Adds columns in their order.
class Sum {
public:
    void add(double value)
    {
        const auto column = columns_++;
        const double term = std::isnan(value) ? missing(column) : value * weight(column);
        sum_ = column == 0 ? term : sum_ + term;
    }
    void add(std::optional<double> value) { add(value.value_or(std::nan(""))); }

    [[nodiscard]] std::int64_t whole() const
    {
        const double scaled = std::floor(std::fmod(sum_ * resolution, modulus));
        return std::isfinite(scaled) ? static_cast<std::int64_t>(scaled) : 0;
    }

private:
    double sum_ = 0;
    std::size_t columns_ = 0;
};

std::string_view first_characters(std::string_view text)
{
    std::size_t characters = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool starts = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
        if (starts && ++characters > hashed_characters)
            return text.substr(0, i);
    }
    return text;
}

/// "id,apiary,time,sum", ~ where there is no value; without a call to malloc.
fmt::memory_buffer hashed_text(const RemoteRow& row, std::int64_t sum)
{
    fmt::memory_buffer text;
    const auto add = [&](std::string_view piece) { text.append(piece.begin(), piece.end()); };
    const auto add_number = [&](std::int64_t number) {
        const fmt::format_int digits {number};
        add({digits.data(), digits.size()});
    };
    add_number(row.id);
    add(",");
    add(row.apiary ? first_characters(*row.apiary) : "~");
    add(",");
    row.column_time ? add_number(*row.column_time) : add("~");
    add(",");
    add_number(sum);
    return text;
}

std::string sum_sql(const Columns& columns)
{
    std::string sql;
    std::size_t column = 0;
    const auto add = [&](const std::string& name) {
        sql += fmt::format("{}IFNULL({}*{}e0,{}e0)", column == 0 ? "" : "+",
            quoted(name, Quoting::backticks), weight(column), missing(column));
        ++column;
    };
    add(columns.internal);
    add(columns.external);
    for (const auto& bin : columns.bins)
        add(bin);
    for (const auto& extra : columns.extras)
        add(extra);
    return sql;
}

}  // namespace

std::int64_t row_hash(const RemoteRow& row)
{
    Sum sum;
    sum.add(row.internal);
    sum.add(row.external);
    for (const double bin : row.bins)
        sum.add(bin);
    for (const double extra : row.extras)
        sum.add(extra);
    const auto text = hashed_text(row, sum.whole());
    return static_cast<std::int64_t>(
        ::crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size())));
}

std::string row_hash_sql(const Columns& columns)
{
    const auto apiary = fmt::format("IFNULL(LEFT(CONVERT({} USING utf8mb4),{}),'~')",
        quoted(columns.apiary, Quoting::backticks), hashed_characters);
    const auto time = fmt::format("IFNULL({},'~')", time_sql(columns));
    const auto sum = fmt::format("CAST(FLOOR(MOD(({})*{}e0,{}e0)) AS SIGNED)", sum_sql(columns),
        resolution, "9223372036854775808");
    return fmt::format("CRC32(CONCAT_WS(',',{},{},{},{}))", quoted(columns.id, Quoting::backticks),
        apiary, time, sum);
}

}  // namespace hive
