#include "daemons/ban/plain_text.h"

#include <string>

#include <gtest/gtest.h>

namespace hive {
namespace {

/// A text of so many letters with one other byte in it.
std::string with(char byte, std::size_t place, std::size_t size)
{
    std::string text(size, 'a');
    text[place] = byte;
    return text;
}

struct ByteCase {
    const char* name;
    unsigned char byte;
    bool is_ascii;
    bool is_plain;
};
class PlainText : public testing::TestWithParam<ByteCase> { };

TEST_P(PlainText, IsKnownWhereverTheByteIs)
{
    const auto byte = static_cast<char>(GetParam().byte);
    for (std::size_t size = 1; size <= 20; ++size)
        for (std::size_t place = 0; place < size; ++place) {
            EXPECT_EQ(is_ascii(with(byte, place, size)), GetParam().is_ascii) << place << size;
            EXPECT_EQ(is_plain(with(byte, place, size)), GetParam().is_plain) << place << size;
        }
}

INSTANTIATE_TEST_SUITE_P(Table, PlainText,
    testing::Values(ByteCase {"Nul", 0, true, true}, ByteCase {"One", 1, true, true},
        ByteCase {"BeforeSeparators", 0x1b, true, true}, ByteCase {"First", 0x1c, true, false},
        ByteCase {"Last", 0x1f, true, false}, ByteCase {"Blank", 0x20, true, true},
        ByteCase {"Quote", 0x22, true, true}, ByteCase {"LastOfAscii", 0x7f, true, true},
        ByteCase {"FirstBeyond", 0x80, false, false},
        ByteCase {"LikeASeparator", 0x9c, false, false},
        ByteCase {"LastOfAll", 0xff, false, false}),
    [](const auto& param) { return param.param.name; });

TEST(EmptyText, IsPlain)
{
    EXPECT_TRUE(is_ascii(""));
    EXPECT_TRUE(is_plain(""));
}

}  // namespace
}  // namespace hive
