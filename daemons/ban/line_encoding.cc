// daemons/ban/line_encoding.cc - ASCII passes untouched; the rest is repaired or converted.
#include "daemons/ban/line_encoding.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <utility>

#include <iconv.h>

#include "daemons/ban/plain_text.h"

namespace hive {
namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd";

unsigned byte_at(std::string_view text, std::size_t place)
{
    return place < text.size() ? static_cast<unsigned char>(text[place]) : 0U;
}

/// A character of UTF-8 at the start of a text, or what is wrong there.
struct Character {
    std::size_t length = 1;  // of the longest part that could begin a character, >= 1
    bool is_whole = false;
};

struct ByteRange {
    unsigned low = 0x80;
    unsigned high = 0xbf;
};

/// What may stand behind the first byte: no long forms, no surrogates.
ByteRange second_byte_after(unsigned first)
{
    switch (first) {
    case 0xe0: return {.low = 0xa0};
    case 0xed: return {.high = 0x9f};
    case 0xf0: return {.low = 0x90};
    case 0xf4: return {.high = 0x8f};
    default: return {};
    }
}

std::size_t length_of(unsigned first)
{
    if (first < 0xe0)
        return 2;
    return first < 0xf0 ? 3 : 4;
}

/// Source: Unicode 15, table 3-7 "Well-Formed UTF-8 Byte Sequences".
Character first_character(std::string_view text)
{
    const auto first = byte_at(text, 0);
    if (first < 0x80)
        return {1, true};
    if (first < 0xc2 || first > 0xf4)
        return {};
    const auto length = length_of(first);
    for (std::size_t i = 1; i < length; ++i) {
        const auto byte = byte_at(text, i);
        const auto allowed = i == 1 ? second_byte_after(first) : ByteRange {};
        if (byte < allowed.low || byte > allowed.high)
            return {i, false};
    }
    return {length, true};
}

bool is_well_formed(std::string_view text)
{
    while (!text.empty()) {
        const auto character = first_character(text);
        if (!character.is_whole)
            return false;
        text.remove_prefix(character.length);
    }
    return true;
}

void repair(std::string_view text, std::string& repaired)
{
    while (!text.empty()) {
        const auto character = first_character(text);
        const auto length = std::min(character.length, text.size());
        repaired += character.is_whole ? text.substr(0, length) : replacement;
        text.remove_prefix(length);
    }
}

}  // namespace

Result<LineEncoding> LineEncoding::create(std::string_view name)
{
    std::string lower {name};
    std::ranges::transform(lower, lower.begin(),
        [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    std::ranges::replace(lower, '_', '-');
    LineEncoding encoding;
    if (lower.empty() || lower == "auto" || lower == "utf-8" || lower == "utf8" || lower == "ascii")
        return encoding;
    auto* const conversion = ::iconv_open("UTF-8", lower.c_str());
    // iconv_open(3) gives (iconv_t)-1 for an encoding it does not know.
    if (reinterpret_cast<std::intptr_t>(conversion) == -1)
        return fail("'{}' is no encoding known here", name);
    encoding.conversion_ = conversion;
    return encoding;
}

LineEncoding::LineEncoding(LineEncoding&& other) noexcept
    : conversion_ {std::exchange(other.conversion_, nullptr)}, decoded_ {std::move(other.decoded_)}
{
}

LineEncoding& LineEncoding::operator=(LineEncoding&& other) noexcept
{
    std::swap(conversion_, other.conversion_);
    std::swap(decoded_, other.decoded_);
    return *this;
}

LineEncoding::~LineEncoding()
{
    if (conversion_ != nullptr)
        ::iconv_close(conversion_);
}

std::string_view LineEncoding::decode(std::string_view line)
{
    if (is_ascii(line) || (conversion_ == nullptr && is_well_formed(line)))
        return line;
    decoded_.clear();
    if (conversion_ == nullptr)
        repair(line, decoded_);
    else
        convert(line);
    return decoded_;
}

void LineEncoding::convert(std::string_view line)
{
    ::iconv(conversion_, nullptr, nullptr, nullptr, nullptr);
    std::array<char, 512> buffer {};
    auto* input = const_cast<char*>(line.data());  // iconv(3) reads only
    std::size_t input_left = line.size();
    while (input_left > 0) {
        auto* output = buffer.data();
        std::size_t output_left = buffer.size();
        const auto done = ::iconv(conversion_, &input, &input_left, &output, &output_left);
        decoded_.append(buffer.data(), buffer.size() - output_left);
        if (done != static_cast<std::size_t>(-1) || errno == E2BIG)
            continue;
        decoded_ += replacement;
        ++input;
        --input_left;
    }
}

}  // namespace hive
