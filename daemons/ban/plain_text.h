// daemons/ban/plain_text.h - whether a text is ASCII, looked at eight bytes at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace hive {

/// Eight times the same byte.
constexpr std::uint64_t eight_of(unsigned char byte)
{
    return 0x0101'0101'0101'0101U * byte;
}

/// Whether `is_odd` finds nothing in any eight bytes of a text; the last ones are filled up
/// with blanks.
template <class IsOdd>
[[nodiscard]] bool none_of_eight(std::string_view text, IsOdd is_odd)
{
    std::uint64_t eight = 0;
    for (; text.size() >= sizeof eight; text.remove_prefix(sizeof eight)) {
        std::memcpy(&eight, text.data(), sizeof eight);
        if (is_odd(eight))
            return false;
    }
    eight = eight_of(' ');
    if (!text.empty())
        std::memcpy(&eight, text.data(), text.size());
    return !is_odd(eight);
}

[[nodiscard]] inline bool is_ascii(std::string_view text)
{
    return none_of_eight(text, [](std::uint64_t eight) { return (eight & eight_of(0x80)) != 0; });
}

/// ASCII without its four separators, 1c to 1f.
[[nodiscard]] inline bool is_plain(std::string_view text)
{
    return none_of_eight(text, [](std::uint64_t eight) {
        // A separator becomes 0, which alone lends its highest bit to the subtraction; a byte
        // behind it may, too, but then there is one.
        const auto rest = (eight & eight_of(0xfc)) ^ eight_of(0x1c);
        return ((eight | ((rest - eight_of(1)) & ~rest)) & eight_of(0x80)) != 0;
    });
}

}  // namespace hive
