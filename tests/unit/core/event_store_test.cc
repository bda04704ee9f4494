#include "supervisor/core/event_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::ElementsAre;

Happening happening(std::int64_t id, const char* service, const char* kind, double time = 1000)
{
    return {.id = id,
        .time = time,
        .service = service,
        .kind = kind,
        .text = "text",
        .lines = {"a \"line\"", "another"}};
}

class Events : public testing::Test {
protected:
    std::vector<std::int64_t> ids(const EventQuery& query)
    {
        const auto rows = table->find(query).value();
        std::vector<std::int64_t> found;
        for (const auto& entry : rows)
            found.push_back(entry.id);
        return found;
    }
    std::unique_ptr<EventTable> table = EventTable::open(":memory:").value();
};

TEST_F(Events, ComeBackAsTheyWere)
{
    ASSERT_TRUE(table->add({happening(7, "web", "exited", 1234.5)}));
    const auto found = table->find({}).value();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].id, 7);
    EXPECT_EQ(found[0].time, 1234.5);
    EXPECT_EQ(found[0].kind, "exited");
    EXPECT_THAT(found[0].lines, ElementsAre("a \"line\"", "another"));
}

TEST_F(Events, AreFoundByServiceKindAndAge)
{
    ASSERT_TRUE(table->add({happening(1, "a", "ready"), happening(2, "b", "ready"),
        happening(3, "a", "exited"), happening(4, "a", "ready")}));
    EXPECT_THAT(ids({.service = "a"}), ElementsAre(4, 3, 1));
    EXPECT_THAT(ids({.kind = "ready"}), ElementsAre(4, 2, 1));
    EXPECT_THAT(ids({.service = "a", .before = 4, .limit = 1}), ElementsAre(3));
}

TEST_F(Events, AddedTwiceAreThereOnce)
{
    ASSERT_TRUE(table->add({happening(1, "a", "ready")}));
    ASSERT_TRUE(table->add({happening(1, "a", "ready"), happening(2, "a", "exited")}));
    EXPECT_THAT(ids({}), ElementsAre(2, 1));
}

TEST_F(Events, AreForgottenByAgeAndByNumber)
{
    constexpr double day = 86'400;
    ASSERT_TRUE(table->add({happening(1, "a", "ready", 0), happening(2, "a", "ready", 9 * day),
        happening(3, "a", "ready", 10 * day)}));
    ASSERT_TRUE(table->forget({.days = 5, .rows = 100}, 10 * day));
    EXPECT_THAT(ids({}), ElementsAre(3, 2));
    ASSERT_TRUE(table->forget({.days = 5, .rows = 1}, 10 * day));
    EXPECT_THAT(ids({}), ElementsAre(3));
}

}  // namespace
}  // namespace hive
