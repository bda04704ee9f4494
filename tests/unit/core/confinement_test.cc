#include "supervisor/core/confinement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "lib/json.h"
#include "supervisor/core/capability.h"

namespace hive {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Confinement, IsReadFromTheStatusOfAProcess)
{
    const auto confinement = parse_confinement("Name:\tweb\n"
                                               "Umask:\t0027\n"
                                               "Uid:\t33\t33\t33\t33\n"
                                               "Gid:\t34\t34\t34\t34\n"
                                               "Groups:\t34 1000 \n"
                                               "CapPrm:\t0000000000001000\n"
                                               "NoNewPrivs:\t1\n"
                                               "Seccomp:\t2\n",
        "Limit                     Soft Limit           Hard Limit           Units     \n"
        "Max file size             unlimited            unlimited            bytes     \n"
        "Max core file size        0                    0                    bytes     \n"
        "Max open files            100                  200                  files     \n");
    EXPECT_EQ(confinement.files, 100);
    EXPECT_EQ(confinement.core_size, 0);
    EXPECT_EQ(confinement.file_size, -1);
    EXPECT_EQ(confinement.user, 33U);
    EXPECT_EQ(confinement.group, 34U);
    EXPECT_THAT(confinement.groups, ElementsAre(34U, 1000U));
    EXPECT_THAT(capability_names(confinement.capabilities), ElementsAre("CAP_NET_ADMIN"));
    EXPECT_TRUE(confinement.has_no_new_privileges);
    EXPECT_TRUE(confinement.refuses_calls);
    EXPECT_EQ(confinement.umask, 027U);
}

TEST(Confinement, OfNothingIsNone)
{
    const auto confinement = parse_confinement("Groups:\t\nSeccomp:\t0\nNoNewPrivs:\t0\n", "");
    EXPECT_THAT(confinement.groups, IsEmpty());
    EXPECT_FALSE(confinement.has_no_new_privileges);
    EXPECT_FALSE(confinement.refuses_calls);
}

TEST(Confinement, OfThisProcessIsWhatTheKernelSays)
{
    const auto confinement = look_at_confinement(::getpid());
    ASSERT_TRUE(confinement);
    EXPECT_EQ(confinement->user, ::getuid());
    EXPECT_GT(confinement->files, 0);
    const ServiceConfig service {.name = "web"};
    EXPECT_EQ(to_json(*confinement, service, 7).at("landlock"), 7);
}

TEST(Confinement, OfNoProcessIsNothing)
{
    EXPECT_FALSE(look_at_confinement(1 << 22));
}

}  // namespace
}  // namespace hive
