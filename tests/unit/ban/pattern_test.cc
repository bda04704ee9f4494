#include "daemons/ban/pattern.h"

#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

TEST(Pattern, FindsAnywhereInTheSubject)
{
    auto pattern = Pattern::compile("b+").value();
    EXPECT_EQ(pattern.search("aabbc"), Pattern::Outcome::match);
    EXPECT_EQ(pattern.search("aac"), Pattern::Outcome::none);
}

TEST(Pattern, SaysWhereAnExpressionIsWrong)
{
    const auto pattern = Pattern::compile("a(b");
    ASSERT_FALSE(pattern);
    EXPECT_EQ(
        pattern.error().message(), "missing closing parenthesis at character 4 of the expression");
}

TEST(Pattern, GivesTheFirstGroupOfANameThatTookPart)
{
    auto pattern = Pattern::compile("(?P<x>a)|(?P<x>b)|c").value();
    ASSERT_EQ(pattern.search("b"), Pattern::Outcome::match);
    EXPECT_EQ(pattern.group("x"), "b");
    ASSERT_EQ(pattern.search("c"), Pattern::Outcome::match);
    EXPECT_EQ(pattern.group("x"), std::nullopt);
    EXPECT_EQ(pattern.group("y"), std::nullopt);
    EXPECT_TRUE(pattern.has_group("x"));
    EXPECT_FALSE(pattern.has_group("y"));
}

TEST(Pattern, TakesAnyBytes)
{
    auto pattern = Pattern::compile("^a.b$").value();
    EXPECT_EQ(pattern.search(std::string_view {"a\xff"
                                               "b",
                  3}),
        Pattern::Outcome::match);
    EXPECT_EQ(pattern.search(std::string_view {}), Pattern::Outcome::none);
}

TEST(Pattern, GivesUpOnALineThatWouldTakeForEver)
{
    auto pattern = Pattern::compile("^(?:a+)+$").value();
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(pattern.search(std::string(200, 'a') + "b"), Pattern::Outcome::overrun);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds {500});
}

TEST(Pattern, GivesUpOnALineThatNeedsTooDeepAStack)
{
    auto pattern = Pattern::compile("^(?:(a)|b)*c$").value();
    EXPECT_EQ(pattern.search(std::string(8190, 'a') + "dc"), Pattern::Outcome::overrun);
}

}  // namespace
}  // namespace hive
