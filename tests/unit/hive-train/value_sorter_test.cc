#include "tools/hive-train/value_sorter.h"

#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::ElementsAre;

std::vector<float> sorted_values(ValueSorter& sorter)
{
    std::vector<float> values;
    for (const auto& one : sorter.sorted())
        values.push_back(one.value);
    return values;
}

TEST(ValueSorter, SortsWithinBinsAndAcrossThem)
{
    ValueSorter sorter;
    sorter.clear();
    sorter.add({.value = 9, .weight = 1, .class_index = 3}, 127);
    sorter.add({.value = 2, .weight = 1, .class_index = 1}, 5);
    sorter.add({.value = 1, .weight = 1, .class_index = 0}, 5);
    sorter.add({.value = 4, .weight = 1, .class_index = 2}, 64);
    EXPECT_THAT(sorted_values(sorter), ElementsAre(1, 2, 4, 9));
}

TEST(ValueSorter, KeepsWeightAndClassWithTheValue)
{
    ValueSorter sorter;
    sorter.clear();
    sorter.add({.value = 2, .weight = 20, .class_index = 2}, 0);
    sorter.add({.value = 1, .weight = 10, .class_index = 1}, 0);
    const auto values = sorter.sorted();
    EXPECT_EQ(values[0].weight, 10);
    EXPECT_EQ(values[0].class_index, 1);
    EXPECT_EQ(values[1].weight, 20);
}

TEST(ValueSorter, IsReadyForTheNextNode)
{
    std::mt19937 random {5};
    ValueSorter sorter;
    for (int round = 0; round < 20; ++round) {
        std::vector<float> values;
        sorter.clear();
        for (std::size_t i = 0; i < ValueSorter::room; ++i) {
            values.push_back(static_cast<float>(random() % 1280));
            sorter.add({.value = values.back(), .weight = 1, .class_index = 0},
                static_cast<std::uint8_t>(values.back() / 10));
        }
        std::ranges::sort(values);
        EXPECT_EQ(sorted_values(sorter), values);
    }
}

}  // namespace
}  // namespace hive
