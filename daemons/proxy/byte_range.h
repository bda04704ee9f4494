// daemons/proxy/byte_range.h - which part of a file a client asks for (RFC 9110, 14). Pure.
#pragma once

#include <cstdint>
#include <ctime>
#include <string_view>

#include "daemons/proxy/head_parser.h"

namespace hive {

struct ByteRange {
    enum class Kind { whole, part, unsatisfiable };
    Kind kind = Kind::whole;
    std::uint64_t first = 0;
    std::uint64_t length = 0;

    bool operator==(const ByteRange&) const = default;
};

/// A Range field that is malformed, doubled, of another unit or of several ranges counts as
/// absent (14.2), and so does one whose If-Range names another version of the file.
/// @param size of the file @param etag strong, with its quotes @param modified epoch seconds
[[nodiscard]] ByteRange find_range(
    const Fields& fields, std::uint64_t size, std::string_view etag, std::time_t modified);

}  // namespace hive
