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

TEST(Html, FormatsNumbers)
{
    EXPECT_EQ(html("<i>{:.1f} {}</i>", 2.25, 7).text(), "<i>2.2 7</i>");
}

}  // namespace
}  // namespace hive
