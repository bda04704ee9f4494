#include "daemons/guard/flow_lines.h"

#include "lib/trim.h"

namespace hive {

Result<std::optional<Flow>> FlowLines::read(std::string_view line)
{
    line = trimmed(line);
    if (line.empty())
        return std::nullopt;
    if (line.starts_with('{')) {
        form_ = Form::json;
        return TRY(reader_.read_json(line));
    }
    if (form_ == Form::csv)
        return TRY(reader_.read_csv(line));
    TRY(reader_.read_header(line));
    form_ = Form::csv;
    return std::nullopt;
}

}  // namespace hive
