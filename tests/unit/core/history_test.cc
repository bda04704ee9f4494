#include "supervisor/core/history.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "lib/json.h"

namespace hive {
namespace {

Happening happening(const char* service, const char* kind)
{
    return {.time = 5, .service = service, .kind = kind, .text = "text"};
}

TEST(History, GivesNewestFirst)
{
    History history {10};
    history.add(happening("a", "starting"));
    history.add(happening("b", "starting"));
    const auto newest = history.newest("", 10);
    ASSERT_EQ(newest.size(), 2U);
    EXPECT_EQ(newest[0]->service, "b");
    EXPECT_GT(newest[0]->id, newest[1]->id);
}

TEST(History, FindsThoseOfOneService)
{
    History history {10};
    history.add(happening("a", "starting"));
    history.add(happening("b", "starting"));
    history.add(happening("a", "ready"));
    const auto newest = history.newest("a", 1);
    ASSERT_EQ(newest.size(), 1U);
    EXPECT_EQ(newest[0]->kind, "ready");
}

TEST(History, FindsThoseOfOneKindAndThoseBeforeAnId)
{
    History history {10};
    for (const auto* kind : {"starting", "ready", "starting", "ready"})
        history.add(happening("a", kind));
    EXPECT_EQ(history.newest("", 10, "ready").size(), 2U);
    const auto older = history.newest("", 10, "", 3);
    ASSERT_EQ(older.size(), 2U);
    EXPECT_EQ(older[0]->id, 2);
}

TEST(History, KnowsWhatIsOlderThanItself)
{
    History history {2};
    EXPECT_EQ(history.oldest_id(), 0);
    for (const auto* service : {"a", "b", "c"})
        history.add(happening(service, "ready"));
    EXPECT_EQ(history.oldest_id(), 2);
}

TEST(History, GoesOnFromWhatADatabaseKept)
{
    auto older = happening("a", "exited");
    older.id = 41;
    auto newer = happening("a", "starting");
    newer.id = 42;
    History history {10};
    history.restore(std::vector<Happening> {newer, older});
    EXPECT_EQ(history.newest("", 10).front()->id, 42);
    EXPECT_EQ(history.add(happening("a", "ready")).id, 43);
}

TEST(History, ForgetsTheOldestWhenFull)
{
    History history {2};
    for (const auto* service : {"a", "b", "c"})
        history.add(happening(service, "ready"));
    EXPECT_EQ(history.newest("", 10).size(), 2U);
    EXPECT_TRUE(history.newest("a", 10).empty());
}

TEST(History, GoesOnAfterARestore)
{
    History before {10};
    before.add(happening("a", "starting"));
    before.add({.service = "a", .kind = "exited", .text = "exit 70", .lines = {"last", "words"}});
    History after {10};
    after.restore(before.saved(10));
    EXPECT_EQ(after.add(happening("a", "adopted")).id, 3);
    const auto newest = after.newest("a", 10);
    ASSERT_EQ(newest.size(), 3U);
    EXPECT_EQ(newest[1]->lines, (std::vector<std::string> {"last", "words"}));
}

TEST(History, SavesTheLastFew)
{
    History history {10};
    for (const auto* service : {"a", "b", "c"})
        history.add(happening(service, "ready"));
    EXPECT_EQ(std::ranges::count(history.saved(2), '\n'), 2);
    EXPECT_FALSE(history.saved(2).contains("\"a\""));
}

TEST(History, PassesOverWhatIsNoLineOfIts)
{
    History before {10};
    before.add(happening("a", "ready"));
    History after {10};
    after.restore("junk\n[1]\n\n" + before.saved(10) + "{\"id\": 7, \"service\": \"cut sh");
    EXPECT_EQ(after.newest("", 10).size(), 1U);
}

TEST(History, RestoresNoMoreThanItHasRoomFor)
{
    History before {10};
    for (const auto* service : {"a", "b", "c"})
        before.add(happening(service, "ready"));
    History after {2};
    after.restore(before.saved(10));
    EXPECT_EQ(after.newest("", 10).size(), 2U);
}

}  // namespace
}  // namespace hive
