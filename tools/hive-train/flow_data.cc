#include "tools/hive-train/flow_data.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iostream>
#include <map>

#include "lib/flow.h"
#include "lib/forest_model.h"

namespace hive {
namespace {

using Complain = std::function<void(std::string_view)>;

/// Collects flows; class names get their numbers when all are known.
class Collector {
public:
    explicit Collector(const Complain& complain) : complain_ {complain}
    {
        data_.table.feature_names.assign(flow_feature_names.begin(), flow_feature_names.end());
        data_.table.columns.resize(flow_feature_count);
    }

    Result<> read(std::istream& stream, const std::string& name);
    Result<FlowData> finish();

private:
    void add(const Flow& flow);
    void take(const Result<Flow>& flow, std::string_view place);

    const Complain& complain_;
    FlowData data_;
    std::map<std::string, std::uint16_t> seen_;  // classes in the order they were met
};

void Collector::add(const Flow& flow)
{
    auto& table = data_.table;
    const auto next = static_cast<std::uint16_t>(seen_.size());
    table.classes.push_back(seen_.try_emplace(flow.label, next).first->second);
    table.times.push_back(flow.time ? flow.time->time_since_epoch().count()
                                    : static_cast<std::int64_t>(table.rows()));
    for (std::size_t feature = 0; feature < flow_feature_count; ++feature)
        table.columns[feature].push_back(flow.features[feature]);
}

void Collector::take(const Result<Flow>& flow, std::string_view place)
{
    const bool is_labelled = flow && !flow->label.empty();
    if (is_labelled && (seen_.size() < max_classes || seen_.contains(flow->label)))
        return add(*flow);
    ++data_.refused;
    const auto why = !flow ? flow.error().message()
        : is_labelled      ? fmt::format("has more than {} classes before it", max_classes)
                           : std::string {"has no label"};
    complain_(fmt::format("{}: {}", place, why));
}

Result<> Collector::read(std::istream& stream, const std::string& name)
{
    FlowReader reader;
    const bool is_json = stream.peek() == '{';
    std::string line;
    for (std::size_t number = 1; std::getline(stream, line); ++number) {
        if (number == 1 && !is_json) {
            if (auto header = reader.read_header(line); !header)
                return std::unexpected {std::move(header).error().within(name)};
            continue;
        }
        if (data_.table.rows() == max_training_rows)
            return fail("{}: more than {} rows", name, max_training_rows);
        take(is_json ? reader.read_json(line) : reader.read_csv(line),
            fmt::format("{}:{}", name, number));
    }
    return {};
}

Result<FlowData> Collector::finish()
{
    auto& table = data_.table;
    if (seen_.size() < 2)
        return fail("the data has {} classes; two are needed to tell apart", seen_.size());
    std::vector<std::uint16_t> sorted(seen_.size());
    for (const auto& [name, number] : seen_) {
        sorted[number] = static_cast<std::uint16_t>(table.class_names.size());
        table.class_names.push_back(name);
    }
    for (auto& index : table.classes)
        index = sorted[index];
    return std::move(data_);
}

}  // namespace

Result<FlowData> read_flow_data(std::span<const std::string> paths, const Complain& complain)
{
    Collector collector {complain};
    for (const auto& path : paths) {
        if (path == "-") {
            TRY(collector.read(std::cin, "standard input"));
            continue;
        }
        std::ifstream file {path};
        if (!file)
            return std::unexpected {Error::from_errno(errno, "open " + path)};
        TRY(collector.read(file, path));
    }
    return collector.finish();
}

}  // namespace hive
