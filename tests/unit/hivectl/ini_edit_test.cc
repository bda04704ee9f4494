#include "tools/hivectl/ini_edit.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

constexpr std::string_view text = "; what is copied\n"
                                  "[sync]\n"
                                  "start = warm\n"
                                  "; interval = 1m\n"
                                  "\n"
                                  "[source field]\n"
                                  "uri=sqlite:rows.db\n"
                                  "skip = a,\n"
                                  "    b,\n"
                                  "    c\n"
                                  "user = hive\n";

TEST(IniEdit, ReadsAValueOfItsSectionAlone)
{
    EXPECT_EQ(ini_value(text, "source field", "uri"), "sqlite:rows.db");
    EXPECT_EQ(ini_value(text, "sync", "uri"), std::nullopt);
    EXPECT_EQ(ini_value(text, "source", "uri"), std::nullopt);
}

TEST(IniEdit, JoinsAListOverSeveralLines)
{
    EXPECT_EQ(ini_value(text, "source field", "skip"), "a, b, c");
}

TEST(IniEdit, SeesNoValueInAComment)
{
    EXPECT_EQ(ini_value(text, "sync", "interval"), std::nullopt);
}

TEST(IniEdit, SetsAnOptionInItsPlace)
{
    const auto changed = with_ini_value(text, "source field", "skip", "d");
    EXPECT_TRUE(changed.contains("uri=sqlite:rows.db\nskip = d\nuser = hive\n")) << changed;
    EXPECT_EQ(ini_value(changed, "source field", "skip"), "d");
}

TEST(IniEdit, AddsAnOptionBehindTheOthersOfItsSection)
{
    EXPECT_TRUE(with_ini_value(text, "sync", "interval", "5m")
            .contains("start = warm\ninterval = 5m\n; interval = 1m\n"));
}

TEST(IniEdit, AddsAnOptionToASectionThatHasNone)
{
    EXPECT_EQ(with_ini_value("[a]\n; b = 1\n\n[c]\nd = 2\n", "a", "b", "3"),
        "[a]\nb = 3\n; b = 1\n\n[c]\nd = 2\n");
}

TEST(IniEdit, AddsASectionAtTheEnd)
{
    EXPECT_EQ(with_ini_value("[a]\nb = 1", "c", "d", "2"), "[a]\nb = 1\n\n[c]\nd = 2\n");
    EXPECT_EQ(with_ini_value("", "c", "d", "2"), "[c]\nd = 2\n");
}

TEST(IniEdit, KeepsAllElse)
{
    EXPECT_EQ(with_ini_value(text, "sync", "start", "warm"), text);
}

}  // namespace
}  // namespace hive
