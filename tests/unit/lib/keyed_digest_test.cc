#include "lib/keyed_digest.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

TEST(KeyedDigest, IsTheSameForTheSamePartsAlone)
{
    const KeyedDigest keyed;
    EXPECT_EQ(keyed.of({"ann", "honey"}), keyed.of({"ann", "honey"}));
    EXPECT_NE(keyed.of({"ann", "honey"}), keyed.of({"annh", "oney"}));
    EXPECT_NE(keyed.of({"ann", "honey"}), keyed.of({"annhoney"}));
    EXPECT_NE(keyed.of({"ann", "honey"}), keyed.of({"ann", "honey", ""}));
    EXPECT_NE(keyed.of({std::string_view {"a\0b", 3}, "c"}),
        keyed.of({"a", std::string_view {"b\0c", 3}}));
}

TEST(KeyedDigest, IsAnotherUnderEachKey)
{
    EXPECT_NE(KeyedDigest {}.of({"ann", "honey"}), KeyedDigest {}.of({"ann", "honey"}));
}

}  // namespace
}  // namespace hive
