#include "supervisor/core/cgroups.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

constexpr std::string_view mounts
    = "22 1 0:20 / /proc rw - proc proc rw\n"
      "30 22 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n";

TEST(CgroupDirectory, IsThatOfTheProcessBelowTheMount)
{
    EXPECT_EQ(cgroup_directory(mounts, "0::/system.slice/hive-supervisor.service\n"),
        "/sys/fs/cgroup/system.slice/hive-supervisor.service");
}

TEST(CgroupDirectory, IsTheMountItselfInANamespaceOfItsOwn)
{
    EXPECT_EQ(cgroup_directory(mounts, "0::/\n"), "/sys/fs/cgroup");
}

TEST(CgroupDirectory, IsFoundBesideThoseOfVersionOne)
{
    EXPECT_EQ(cgroup_directory("25 22 0:21 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n"
                               "31 22 0:26 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n",
                  "2:cpu:/\n0::/user\n"),
        "/sys/fs/cgroup/unified/user");
}

TEST(CgroupDirectory, CountsFromTheRootThatIsMounted)
{
    EXPECT_EQ(cgroup_directory(
                  "30 22 0:26 /box /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n", "0::/box/hive\n"),
        "/sys/fs/cgroup/hive");
}

TEST(CgroupDirectory, IsNoneWithoutTheFileSystemOrOutsideOfIt)
{
    EXPECT_EQ(cgroup_directory("22 1 0:20 / /proc rw - proc proc rw\n", "0::/\n"), "");
    EXPECT_EQ(cgroup_directory(mounts, "2:cpu:/\n"), "");
    EXPECT_EQ(cgroup_directory(mounts, "0::/../other\n"), "");
}

}  // namespace
}  // namespace hive
