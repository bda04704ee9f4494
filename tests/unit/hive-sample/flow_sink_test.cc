#include "tools/hive-sample/flow_sink.h"

#include <gtest/gtest.h>

#include "tools/hive-sample/flow_stream.h"

namespace hive {
namespace {

using namespace std::chrono_literals;

Flow some_flow()
{
    auto flow = FlowStream {{.start = FlowTime {1'700'000'000s}}}.at(7);
    flow.source = "host \"a\", behind";
    return flow;
}

std::string_view without_line_break(std::string_view line)
{
    return line.substr(0, line.size() - 1);
}

TEST(FlowCsv, IsReadAsItWasWritten)
{
    FlowReader reader;
    ASSERT_TRUE(reader.read_header(without_line_break(flow_csv_header())));
    const auto line = format_flow_csv(some_flow());
    EXPECT_EQ(reader.read_csv(without_line_break(line)).value(), some_flow());
}

}  // namespace
}  // namespace hive
