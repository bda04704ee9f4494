// daemons/chart/pixel_scale.h - which pixel column a time falls into (pure).
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>

namespace hive {

/// Times [from, to) spread evenly over a number of pixel columns.
class PixelScale {
public:
    /// @param from first time, epoch seconds; to first time after the range, > from
    /// @param columns >= 1
    PixelScale(double from, double to, std::size_t columns)
        : from_ {from}, seconds_ {to - from}, columns_ {columns}
    {
        assert(to > from && columns >= 1);
    }

    [[nodiscard]] std::size_t columns() const { return columns_; }

    /// @param time within the range, epoch seconds
    /// @return 0 .. columns() - 1
    [[nodiscard]] std::size_t column_of(std::int64_t time) const
    {
        // Multiplied first: exact for whole seconds, so that a column's first second is its own.
        const double scaled = (static_cast<double>(time) - from_) * static_cast<double>(columns_);
        const auto column = static_cast<std::size_t>(scaled / seconds_);
        return std::min(column, columns_ - 1);  // rounding may reach the end
    }

    /// Where a column begins, epoch seconds.
    [[nodiscard]] double start_of(std::size_t column) const
    {
        return from_ + seconds_ * static_cast<double>(column) / static_cast<double>(columns_);
    }

private:
    double from_;
    double seconds_;
    std::size_t columns_;
};

}  // namespace hive
