// daemons/guard/flow_lines.h - a stream of flow records, JSON lines or CSV, told by its first line.
// Pure.
#pragma once

#include <string_view>

#include "lib/flow.h"
#include "lib/result.h"

namespace hive {

class FlowLines {
public:
    explicit FlowLines(const FlowFields& fields) : reader_ {fields} { }

    /// @return nothing for a header or an empty line
    Result<std::optional<Flow>> read(std::string_view line);
    /// Another stream begins.
    void restart() { form_ = Form::unknown; }

private:
    enum class Form { unknown, json, csv } form_ = Form::unknown;
    FlowReader reader_;
};

}  // namespace hive
