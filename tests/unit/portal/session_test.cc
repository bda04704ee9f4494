#include "supervisor/portal/session.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

using std::chrono::seconds;

constexpr Sessions::Limits limits {.idle = seconds {100}, .length = seconds {1000}, .count = 3};
const Clock::time_point start {seconds {5000}};

TEST(Sessions, KnowTheUserOfAnId)
{
    Sessions sessions {limits};
    const std::string id = sessions.open("ann", start);
    const Session* session = sessions.find(id, start + seconds {99});
    ASSERT_NE(session, nullptr);
    EXPECT_EQ(session->user, "ann");
}

TEST(Sessions, HaveIdsAndTokensOf128Bits)
{
    Sessions sessions {limits};
    const std::string first = sessions.open("ann", start);
    const std::string second = sessions.open("ann", start);
    EXPECT_EQ(first.size(), 32U);
    EXPECT_NE(first, second);
    const std::string token = sessions.find(first, start)->token;
    EXPECT_EQ(token.size(), 32U);
    EXPECT_NE(token, first);
    EXPECT_NE(token, sessions.find(second, start)->token);
}

TEST(Sessions, EndWhenNobodyUsesThem)
{
    Sessions sessions {limits};
    const std::string id = sessions.open("ann", start);
    EXPECT_EQ(sessions.find(id, start + seconds {100}), nullptr);
    EXPECT_EQ(sessions.size(), 0U);
}

TEST(Sessions, LastWhileTheyAreUsedButNotForever)
{
    Sessions sessions {limits};
    const std::string id = sessions.open("ann", start);
    auto now = start;
    while (now < start + seconds {950})
        ASSERT_NE(sessions.find(id, now += seconds {95}), nullptr) << (now - start).count();
    EXPECT_EQ(sessions.find(id, start + seconds {1000}), nullptr);
}

TEST(Sessions, EndTheOneUnusedForLongestWhenThereAreTooMany)
{
    Sessions sessions {limits};
    const std::string first = sessions.open("ann", start);
    const std::string second = sessions.open("bob", start + seconds {1});
    const std::string third = sessions.open("cid", start + seconds {2});
    sessions.find(first, start + seconds {3});
    const std::string fourth = sessions.open("dan", start + seconds {4});
    EXPECT_EQ(sessions.size(), 3U);
    EXPECT_EQ(sessions.find(second, start + seconds {5}), nullptr);
    EXPECT_NE(sessions.find(first, start + seconds {5}), nullptr);
    EXPECT_NE(sessions.find(third, start + seconds {5}), nullptr);
    EXPECT_NE(sessions.find(fourth, start + seconds {5}), nullptr);
}

TEST(Sessions, AreClosedByTheirIdOrTheirUser)
{
    Sessions sessions {limits};
    const std::string ann = sessions.open("ann", start);
    const std::string bob = sessions.open("bob", start);
    sessions.close_if([](const std::string& user) { return user == "bob"; });
    EXPECT_EQ(sessions.find(bob, start), nullptr);
    sessions.close(ann);
    EXPECT_EQ(sessions.find(ann, start), nullptr);
}

TEST(Sessions, DoNotKnowAnEmptyId)
{
    Sessions sessions {limits};
    sessions.open("ann", start);
    EXPECT_EQ(sessions.find("", start), nullptr);
}

}  // namespace
}  // namespace hive
