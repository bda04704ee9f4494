#include "supervisor/portal/dependency_picture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/portal/samples.h"

namespace hive {
namespace {

using testing::HasSubstr;
using testing::Not;

ServiceStatus service(
    const std::string& name, std::vector<std::string> depends, const std::string& state = "ready")
{
    ServiceStatus status = parse_service_status(sample_service(name, state)).value();
    status.depends = std::move(depends);
    return status;
}

TEST(DependencyPicture, PutsAServiceRightOfWhatItNeeds)
{
    const std::string text
        = dependency_picture({service("c", {"b"}), service("b", {"a"}), service("a", {})}).text();
    EXPECT_THAT(text, HasSubstr(R"(<rect x="10" y="10")"));
    EXPECT_THAT(text, HasSubstr(R"(<rect x="274" y="10")"));
    EXPECT_THAT(text, HasSubstr(R"(<rect x="538" y="10")"));
    EXPECT_THAT(text, Not(HasSubstr("hot")));
}

TEST(DependencyPicture, MarksALineFromWhatIsDown)
{
    EXPECT_THAT(dependency_picture({service("a", {}, "backoff"), service("b", {"a"})}).text(),
        HasSubstr(R"(<path class="hot")"));
}

TEST(DependencyPicture, EndsWithACycleAndWithUnknownNames)
{
    EXPECT_THAT(
        dependency_picture({service("a", {"b"}), service("b", {"a"}), service("c", {"x"})}).text(),
        HasSubstr("</svg>"));
    EXPECT_THAT(dependency_picture({}).text(), HasSubstr("<svg"));
}

}  // namespace
}  // namespace hive
