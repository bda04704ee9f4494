#include "supervisor/portal/html.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

TEST(Html, EscapesEveryTextItIsGiven)
{
    const std::string name = "<script>alert('x')</script>";
    EXPECT_EQ(html(R"(<b title="{}">{}</b>)", name, "a&b").text(),
        R"(<b title="&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;">a&amp;b</b>)");
}

TEST(Html, TakesHtmlAsItIs)
{
    EXPECT_EQ(html("<p>{}</p>", html("<i>{}</i>", "<")).text(), "<p><i>&lt;</i></p>");
}

TEST(Html, WritesWholeNumbers)
{
    EXPECT_EQ(html("<i>{} {}</i>", -7, std::size_t {4'000'000'000}).text(), "<i>-7 4000000000</i>");
}

TEST(Html, KeepsALiteralWithoutArguments)
{
    EXPECT_EQ(html("<hr>").text(), "<hr>");
    EXPECT_EQ(html("{}", "").text(), "");
}

}  // namespace
}  // namespace hive
