#include "daemons/proxy/field_scope.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

class IdentityField : public testing::TestWithParam<const char*> { };

TEST_P(IdentityField, IsKnownInAnySpelling)
{
    EXPECT_TRUE(claims_identity(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Names, IdentityField,
    testing::Values("X-Hive-User", "x-hive-anything", "X_Hive_User", "X-Hive_User", "X.HIVE.USER",
        "x!hive~groups", "X-Forwarded-For", "X_Forwarded_Host", "X-Forwarded-Prefix", "Forwarded",
        "Host", "Proxy", "X-Real-IP", "X_Real_Ip", "Remote-User", "REMOTE_USER", "X-Remote-User",
        "X-Client-IP", "Client-IP", "True-Client-IP", "X-Cluster-Client-IP", "X-Original-URL",
        "X_Rewrite_URL", "X-Forwarded", "CF-Connecting-IP", "X-Remote-Addr", "X-Remote-IP",
        "X_Originating_IP"));

class PlainField : public testing::TestWithParam<const char*> { };

TEST_P(PlainField, ClaimsNothing)
{
    EXPECT_FALSE(claims_identity(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Names, PlainField,
    testing::Values("X-Hives", "XHive-User", "X-Forward", "Accept", "X-Requested-With", "X_Other",
        "Hostname", "Cookie", "Via", "User-Agent"));

TEST(NominatedFields, AreThoseConnectionNames)
{
    const Fields fields {{.name = "Connection", .value = "close, X-One ,,x-two"},
        {.name = "A", .value = "X-Three"}, {.name = "CONNECTION", .value = "Keep-Alive, X-Four"}};
    const NominatedFields nominated {fields};
    EXPECT_TRUE(nominated.hold("x-one"));
    EXPECT_TRUE(nominated.hold("X-TWO"));
    EXPECT_TRUE(nominated.hold("X-Four"));
    EXPECT_FALSE(nominated.hold("X-Three"));
    EXPECT_FALSE(nominated.hold("close"));
}

TEST(ConnectionField, StaysWhetherNamedOrNot)
{
    EXPECT_TRUE(concerns_connection("Transfer-Encoding", {}));
    EXPECT_TRUE(concerns_connection("content-length", {}));
    EXPECT_FALSE(concerns_connection("Content-Type", {}));
}

}  // namespace
}  // namespace hive
