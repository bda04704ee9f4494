// daemons/chart/frame.h - the binary form in which columns of numbers go to the page (pure).
//
// application/x-hive-frame, little-endian throughout:
//     u32 magic 0x45564948 ("HIVE")   u32 version 1   u32 meta bytes   u32 reserved 0
//     meta: a JSON object padded with blanks; the columns after it start at a multiple of 8
//     each column's values, padded with zeros to a multiple of 8 bytes
// meta["columns"] lists {"name", "type": "f64"|"f32"|"u32"|"i8", "length": values} in the
// order of the columns, so that a page maps them as typed arrays without copying.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "lib/json_fwd.h"

namespace hive {

constexpr std::uint32_t frame_magic = 0x45564948;
constexpr std::uint32_t frame_version = 1;

/// One column, not owned.
struct FrameColumn {
    enum class Type { f64, f32, u32, i8 };

    FrameColumn(std::string column_name, std::span<const double> values);
    FrameColumn(std::string column_name, std::span<const float> values);
    FrameColumn(std::string column_name, std::span<const std::uint32_t> values);
    FrameColumn(std::string column_name, std::span<const std::int8_t> values);

    std::string name;
    Type type;
    std::size_t length;  // values
    std::span<const std::byte> bytes;
};

/// @param meta an object without a member "columns"
[[nodiscard]] std::string encode_frame(const Json& meta, std::span<const FrameColumn> columns);

}  // namespace hive
