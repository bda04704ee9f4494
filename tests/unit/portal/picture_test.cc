#include "supervisor/portal/picture.h"

#include <array>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr float none = std::numeric_limits<float>::quiet_NaN();

TEST(Sparkline, RunsFromLeftToRightAndUpToItsTop)
{
    const std::array<float, 3> values {0, 50, 100};
    EXPECT_THAT(
        sparkline(values, 200, "load").text(), HasSubstr(R"(d="M0 250L500 190L1000 130"/>)"));
}

TEST(Sparkline, HasAGapWhereThereIsNoValue)
{
    const std::array<float, 5> values {1, 1, none, 1, 1};
    EXPECT_THAT(
        sparkline(values, 2, "load").text(), HasSubstr(R"(d="M0 130L250 130M750 130L1000 130"/>)"));
}

TEST(Sparkline, RaisesItsTopAboveTheLargestValue)
{
    const std::array<float, 2> values {0, 40};
    EXPECT_THAT(sparkline(values, 10, "load").text(), HasSubstr("L1000 32"));
}

TEST(Sparkline, LeavesOutWhatALevelLineDoesNotNeed)
{
    const std::array<float, 5> values {1, 1, 1, 1, 0};
    EXPECT_THAT(sparkline(values, 2, "load").text(), HasSubstr(R"(d="M0 130L750 130L1000 250"/>)"));
}

TEST(Sparkline, OfNothingIsAnEmptyPicture)
{
    EXPECT_THAT(sparkline({}, 1, "load").text(), HasSubstr(R"(<path d=""/>)"));
    const std::array<float, 2> gaps {none, none};
    EXPECT_THAT(sparkline(gaps, 1, "load").text(), HasSubstr(R"(<path d=""/>)"));
}

TEST(Sparkline, EscapesItsLabel)
{
    EXPECT_THAT(sparkline({}, 1, "\"><script>").text(), Not(HasSubstr("<script>")));
}

TEST(Ribbon, StandsHigherTheWorseItIs)
{
    const std::array<RibbonPart, 3> parts {{
        {.severity = Severity::ok, .cells = 10},
        {.severity = Severity::bad, .cells = 2},
        {.severity = Severity::warn, .cells = 4},
    }};
    const std::string picture = ribbon(parts, "hive-sync").text();
    EXPECT_THAT(picture, HasSubstr(R"(<rect class="ok" x="0" y="13" width="10" height="5"/>)"));
    EXPECT_THAT(picture, HasSubstr(R"(<rect class="bad" x="10" y="0" width="2" height="18"/>)"));
    EXPECT_THAT(picture, HasSubstr(R"(<rect class="warn" x="12" y="6" width="4" height="12"/>)"));
    EXPECT_THAT(picture, HasSubstr(R"(viewBox="0 0 16 18")"));
}

TEST(Ribbon, LeavesOutWhatIsNotKnown)
{
    const std::array<RibbonPart, 2> parts {{{.cells = 3}, {.severity = Severity::off, .cells = 1}}};
    const std::string picture = ribbon(parts, "").text();
    EXPECT_THAT(picture, HasSubstr(R"(<rect class="off" x="3")"));
    EXPECT_THAT(picture, Not(HasSubstr(R"(x="0")")));
}

TEST(StateMark, IsAShapeAndAWord)
{
    const std::string mark = state_mark(ServiceState::backoff).text();
    EXPECT_THAT(mark, HasSubstr("hive.svg#again"));
    EXPECT_THAT(mark, HasSubstr("backoff"));
    EXPECT_THAT(mark, HasSubstr(R"(class="st bad")"));
}

}  // namespace
}  // namespace hive
