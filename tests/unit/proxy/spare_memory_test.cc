#include "daemons/proxy/spare_memory.h"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace hive {
namespace {

struct Guest final : InSpareBlocks<Guest> {
    int number = 7;
};

TEST(SpareMemory, GivesAFreedBlockToTheNextOfItsKind)
{
    auto* const first = new Guest;
    first->number = 8;
    const void* const place = first;
    delete first;
    const std::unique_ptr<Guest> second {new Guest};
    EXPECT_EQ(second->number, 7);
    EXPECT_TRUE(!keeps_spare_memory || second.get() == place);
}

TEST(SpareMemory, GivesNoBlockTwice)
{
    std::vector<std::unique_ptr<Guest>> guests;
    for (int round = 0; round < 3; ++round) {
        std::set<const Guest*> places;
        for (int i = 0; i < 200; ++i) {
            guests.push_back(std::make_unique<Guest>());
            places.insert(guests.back().get());
        }
        EXPECT_EQ(places.size(), 200U);
        guests.clear();
    }
}

TEST(SpareMemory, LetsAVectorGrowBeyondTheUsual)
{
    std::vector<int, SpareAllocator<int>> numbers;
    numbers.reserve(SpareAllocator<int>::usual);
    for (int i = 0; i < 100; ++i)
        numbers.push_back(i);
    for (int i = 0; i < 100; ++i)
        EXPECT_EQ(numbers[static_cast<std::size_t>(i)], i);
}

TEST(SpareMemory, GivesTextsEmpty)
{
    give_back("a secret of somebody else");
    EXPECT_EQ(spare_text(), "");
}

TEST(SpareMemory, KeepsNoLongText)
{
    while (spare_text().capacity() > std::string {}.capacity()) { }
    std::string text(100'000, 'x');
    give_back(std::move(text));
    EXPECT_EQ(spare_text().capacity(), std::string {}.capacity());
}

TEST(SpareMemory, KeepsAtMostSixtyFourTexts)
{
    for (int i = 0; i < 100; ++i)
        give_back(std::string(1000, 'x'));
    int kept = 0;
    while (spare_text().capacity() > std::string {}.capacity())
        ++kept;
    EXPECT_LE(kept, 64);
}

}  // namespace
}  // namespace hive
