// tests/unit/chart/decoded_frame.h - reads a binary frame the way a page does.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "lib/json.h"

namespace hive {

struct DecodedFrame {
    std::uint32_t magic = 0, version = 0, meta_bytes = 0, reserved = 0;
    Json meta;
    std::string_view columns;  // the bytes after the meta

    explicit DecodedFrame(std::string_view frame)
    {
        std::memcpy(&magic, frame.data(), 4);
        std::memcpy(&version, frame.data() + 4, 4);
        std::memcpy(&meta_bytes, frame.data() + 8, 4);
        std::memcpy(&reserved, frame.data() + 12, 4);
        meta = parse_json(frame.substr(16, meta_bytes)).value();
        columns = frame.substr(16 + meta_bytes);
    }

    /// The values of a column of that element type.
    template <class T>
    [[nodiscard]] std::vector<T> column(std::string_view name) const
    {
        std::size_t at = 0;
        for (const auto& described : meta["columns"]) {
            const auto length = described["length"].get<std::size_t>();
            if (described["name"] == name) {
                std::vector<T> values(length);
                std::memcpy(values.data(), columns.data() + at, length * sizeof(T));
                return values;
            }
            at += (length * size_of(described["type"].get<std::string>()) + 7) / 8 * 8;
        }
        return {};
    }

private:
    static std::size_t size_of(std::string_view type)
    {
        return type == "f64" ? 8 : type == "i8" ? 1 : 4;
    }
};

}  // namespace hive
