// tests/fuzz/sync/row_fuzz.cc - any remote row becomes a sample or is refused, never both.
#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "daemons/sync/row.h"
#include "daemons/sync/row_hash.h"
#include "lib/json.h"

namespace {

/// Takes values off the front of the input; zeros when it has run out.
class Input {
public:
    Input(const std::uint8_t* data, std::size_t size) : data_ {data}, left_ {size} { }

    template <class T>
    T take()
    {
        T value {};
        const auto size = std::min(left_, sizeof value);
        std::memcpy(&value, data_, size);
        data_ += size;
        left_ -= size;
        return value;
    }

    std::string_view text(std::size_t size)
    {
        size = std::min(size, left_);
        const std::string_view view {reinterpret_cast<const char*>(data_), size};
        data_ += size;
        left_ -= size;
        return view;
    }

private:
    const std::uint8_t* data_;
    std::size_t left_;
};

hive::RemoteRow row_from(Input& input)
{
    const auto present = input.take<std::uint8_t>();
    hive::RemoteRow row {.id = input.take<std::int64_t>()};
    if ((present & 1) != 0)
        row.time = input.take<std::int64_t>();
    if ((present & 2) != 0)
        row.internal = input.take<double>();
    if ((present & 4) != 0)
        row.external = input.take<double>();
    row.is_apiary_cut = (present & 8) != 0;
    if ((present & 16) != 0)
        row.apiary = input.text(input.take<std::uint8_t>());
    row.column_time = row.time;
    row.bins.resize(1 + input.take<std::uint8_t>() % 80);
    for (auto& bin : row.bins)
        bin = input.take<double>();
    row.extras.resize(1);
    row.extras.front() = input.take<double>();
    return row;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    Input input {data, size};
    const auto row = row_from(input);
    const hive::RowRules rules {.internal = hive::usual_temperatures,
        .external = hive::usual_temperatures,
        .extras = {{"weight", {0, 200}}},
        .latest = hive::RowRules::latest_at(1'735'689'600)};
    const auto verdict = hive::judge(row, rules);
    const auto is_refusal = [](const hive::Fault& fault) { return fault.part.empty(); };
    assert(verdict.is_sample == std::ranges::none_of(verdict.faults, is_refusal));
    assert(!verdict.is_sample || (row.apiary && row.time && *row.time > 0));
    for (const auto& value : {verdict.internal, verdict.external})
        assert(!value || (*value >= -60 && *value <= 80));
    const auto hash = hive::row_hash(row);
    assert(hash >= 0 && hash <= 0xffffffff && hash == hive::row_hash(row));
    const auto raw = hive::parse_json(hive::raw_row(row, rules));
    assert(raw && hive::integer_at(*raw, "id") == row.id);
    return 0;
}
