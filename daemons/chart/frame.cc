#include "daemons/chart/frame.h"

#include <array>
#include <bit>
#include <cassert>
#include <string_view>
#include <utility>

#include "lib/json.h"

namespace hive {
namespace {

static_assert(std::endian::native == std::endian::little, "columns are copied as they lie");

constexpr std::size_t alignment = 8;
constexpr std::size_t head_bytes = 4 * sizeof(std::uint32_t);  // already a multiple of 8

std::string_view type_name(FrameColumn::Type type)
{
    switch (type) {
    case FrameColumn::Type::f64: return "f64";
    case FrameColumn::Type::f32: return "f32";
    case FrameColumn::Type::u32: return "u32";
    case FrameColumn::Type::i8: return "i8";
    }
    std::unreachable();
}

std::size_t aligned(std::size_t size)
{
    return (size + alignment - 1) / alignment * alignment;
}

void append(std::string& frame, std::span<const std::byte> bytes)
{
    frame.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

std::string encode_meta(const Json& meta, std::span<const FrameColumn> columns)
{
    assert(meta.is_object() && !meta.contains("columns"));
    Json whole = Json::object();
    auto& list = whole["columns"] = Json::array();
    for (const auto& column : columns)
        list.push_back(
            {{"name", column.name}, {"type", type_name(column.type)}, {"length", column.length}});
    whole.update(meta);
    std::string text = to_text(whole);
    text.resize(aligned(text.size()), ' ');
    return text;
}

}  // namespace

FrameColumn::FrameColumn(std::string column_name, std::span<const double> values)
    : name {std::move(column_name)}, type {Type::f64}, length {values.size()},
      bytes {std::as_bytes(values)}
{
}

FrameColumn::FrameColumn(std::string column_name, std::span<const float> values)
    : name {std::move(column_name)}, type {Type::f32}, length {values.size()},
      bytes {std::as_bytes(values)}
{
}

FrameColumn::FrameColumn(std::string column_name, std::span<const std::uint32_t> values)
    : name {std::move(column_name)}, type {Type::u32}, length {values.size()},
      bytes {std::as_bytes(values)}
{
}

FrameColumn::FrameColumn(std::string column_name, std::span<const std::int8_t> values)
    : name {std::move(column_name)}, type {Type::i8}, length {values.size()},
      bytes {std::as_bytes(values)}
{
}

std::string encode_frame(const Json& meta, std::span<const FrameColumn> columns)
{
    const std::string text = encode_meta(meta, columns);
    std::size_t size = head_bytes + text.size();
    for (const auto& column : columns)
        size += aligned(column.bytes.size());

    std::string frame;
    frame.reserve(size);
    const std::array<std::uint32_t, 4> head {
        frame_magic, frame_version, static_cast<std::uint32_t>(text.size()), 0};
    append(frame, std::as_bytes(std::span {head}));
    frame += text;
    for (const auto& column : columns) {
        append(frame, column.bytes);
        frame.resize(aligned(frame.size()), '\0');
    }
    return frame;
}

}  // namespace hive
