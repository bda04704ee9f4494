#include "supervisor/core/journal_feed.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

TEST(JournalEntry, CarriesTheLevelOfTheLine)
{
    EXPECT_EQ(journal_entry("hive-ban", "2026-11-30 10:00:00,000 [HIVE-BAN] [WARNING] lost x=1"),
        "PRIORITY=4\nSYSLOG_IDENTIFIER=hive-ban\nMESSAGE=lost x=1\n");
}

TEST(JournalEntry, TakesALineOfAnotherFormAsInformation)
{
    EXPECT_EQ(journal_entry("weather", "fetched [42] values"),
        "PRIORITY=6\nSYSLOG_IDENTIFIER=weather\nMESSAGE=fetched [42] values\n");
}

}  // namespace
}  // namespace hive
