#include "supervisor/core/graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Graph, WithoutACycleHasNone)
{
    EXPECT_THAT(find_cycle({{"a", {"b", "c"}}, {"b", {"c"}}, {"c", {}}}), IsEmpty());
}

TEST(Graph, NamesTheServicesOfACycleInOrder)
{
    EXPECT_THAT(
        find_cycle({{"a", {"b"}}, {"b", {"c"}}, {"c", {"a"}}}), ElementsAre("a", "b", "c", "a"));
}

TEST(Graph, LeavesOutWhatOnlyLeadsIntoACycle)
{
    EXPECT_THAT(find_cycle({{"a", {"b"}}, {"b", {"c"}}, {"c", {"b"}}}), ElementsAre("b", "c", "b"));
}

TEST(Graph, SeesAServiceThatNeedsItself)
{
    EXPECT_THAT(find_cycle({{"a", {"a"}}}), ElementsAre("a", "a"));
}

TEST(Graph, PassesOverServicesItDoesNotHave)
{
    EXPECT_THAT(find_cycle({{"a", {"ghost"}}}), IsEmpty());
}

TEST(Graph, TellsWhoNeedsAService)
{
    EXPECT_THAT(
        dependants({{"a", {"c"}}, {"b", {"a", "c"}}, {"c", {}}}, "c"), ElementsAre("a", "b"));
}

TEST(Graph, StartsWhatIsNeededFirst)
{
    const Graph graph {{"a", {"b", "c"}}, {"b", {"c"}}, {"c", {}}, {"d", {}}};
    EXPECT_THAT(start_order(graph, "a"), ElementsAre("c", "b", "a"));
}

TEST(Graph, StartsADiamondOnce)
{
    const Graph graph {{"a", {"b", "c"}}, {"b", {"d"}}, {"c", {"d"}}, {"d", {}}};
    EXPECT_THAT(start_order(graph, "a"), ElementsAre("d", "b", "c", "a"));
}

}  // namespace
}  // namespace hive
