#include "tools/hivectl/archive.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

ArchiveEntry entry(std::string name)
{
    return {.name = std::move(name),
        .mode = 0640,
        .owner = "root",
        .group = "hive-auth",
        .size = 1234,
        .modified = 1780000000};
}

TEST(Archive, ReadsTheHeaderItWrote)
{
    const auto block = archive_header(entry("configuration/users"));
    ASSERT_TRUE(block);
    const auto read = parse_archive_header(*block);
    ASSERT_TRUE(read);
    ASSERT_TRUE(*read);
    EXPECT_EQ((*read)->name, "configuration/users");
    EXPECT_EQ((*read)->mode, 0640U);
    EXPECT_EQ((*read)->group, "hive-auth");
    EXPECT_EQ((*read)->size, 1234);
    EXPECT_EQ((*read)->modified, 1780000000);
}

TEST(Archive, EndsWithABlockOfZeros)
{
    const auto read = parse_archive_header(std::string(archive_block, '\0'));
    ASSERT_TRUE(read);
    EXPECT_FALSE(*read);
}

TEST(Archive, TakesNoNameThatLeadsOut)
{
    for (const auto* name : {"/etc/passwd", "../x", "state/../../x", "state/.."})
        EXPECT_FALSE(parse_archive_header(archive_header(entry(name)).value())) << name;
}

TEST(Archive, NoticesDamage)
{
    std::string block = archive_header(entry("state/a.db")).value();
    block[130] = '7';
    EXPECT_EQ(parse_archive_header(block).error().message(), "damaged: a sum does not fit");
    EXPECT_FALSE(parse_archive_header(block.substr(0, 100)));
    EXPECT_FALSE(parse_archive_header(std::string(archive_block, 'x')));
}

TEST(Archive, RefusesWhatAHeaderCannotHold)
{
    EXPECT_FALSE(archive_header(entry(std::string(101, 'a'))));
    ArchiveEntry large = entry("state/large.db");
    large.size = std::int64_t {1} << 33;
    EXPECT_FALSE(archive_header(large));
}

}  // namespace
}  // namespace hive
