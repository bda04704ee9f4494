#include "daemons/proxy/session_feed.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

TEST(Administrators, AreInTheGroupOfThatName)
{
    EXPECT_TRUE(has_administrator("admin"));
    EXPECT_TRUE(has_administrator("editor,admin"));
    EXPECT_FALSE(has_administrator(""));
    EXPECT_FALSE(has_administrator("administration,editor"));
}

}  // namespace
}  // namespace hive
