#include "tools/hive-sample/rows.h"

#include <cmath>

#include <fmt/format.h>

namespace hive {
namespace {

constexpr std::array names {"Alder Ridge", "Bramble Hill", "Clover Creek", "Damson Yard",
    "Elder Lane", "Fern Gully", "Gorse Moor", "Heather Fell", "Ivy Bank", "Juniper Hollow"};
constexpr std::uint64_t chance_stream = 8;
constexpr std::int64_t apiary_offset = 7;  // seconds between the uploads of two apiaries
constexpr std::int64_t far_future = 2'000'000'000;  // 2033

Junk junk_of(std::uint64_t bits)
{
    if (bits % 1000 >= 3)
        return Junk::none;
    return static_cast<Junk>(1 + bits / 1000 % junk_kinds);
}

/// Ids left out before a row.
std::int64_t gap_of(std::uint64_t bits)
{
    return bits % 1000 < 2 ? static_cast<std::int64_t>(1 + bits / 1000 % 5) : 0;
}

int hundredths(double value)
{
    return static_cast<int>(std::lround(value * 100));
}

std::int16_t bin_hundredths(float value, BinKind kind)
{
    const auto rounded = kind == BinKind::whole ? 100 * std::lround(value) : hundredths(value);
    return static_cast<std::int16_t>(rounded);
}

}  // namespace

std::string apiary_name(int apiary)
{
    const auto index = static_cast<std::size_t>(apiary);
    return index < names.size() ? names[index] : fmt::format("Apiary {}", apiary + 1);
}

RowStream::RowStream(const RowPlan& plan)
    : plan_ {plan}, model_ {plan.seed}, chance_ {Noise {plan.seed}.stream(chance_stream)},
      row_ {.id = plan.first_id - 1}
{
}

const SampleRow& RowStream::next()
{
    const auto apiary = static_cast<int>(count_ % plan_.apiaries);
    const auto offset = apiary * apiary_offset % plan_.interval;
    row_.apiary = apiary;
    row_.time = plan_.first_time + count_ / plan_.apiaries * plan_.interval + offset;
    const auto signals = model_.at(apiary, row_.time);
    row_.internal = hundredths(signals.internal);
    row_.external = hundredths(signals.external);
    for (std::size_t bin = 0; bin < fft_bins; ++bin)
        row_.bins[bin] = bin_hundredths(signals.bins[bin], plan_.bins);
    // Two independent draws; the id says which, so that a table that grows keeps growing alike.
    const auto before = row_.id;
    row_.id += 1 + (plan_.has_gaps ? gap_of(chance_.bits(2 * before)) : 0);
    spoil(plan_.has_junk ? junk_of(chance_.bits(2 * before + 1)) : Junk::none);
    ++count_;
    return row_;
}

void RowStream::spoil(Junk junk)
{
    switch (junk) {
    case Junk::none: break;
    case Junk::no_internal: row_.internal.reset(); break;
    case Junk::no_external: row_.external.reset(); break;
    case Junk::disconnected_internal: row_.internal = hundredths(-127); break;
    case Junk::power_on_external: row_.external = hundredths(85); break;
    case Junk::no_time: row_.time = 0; break;
    case Junk::same_time: row_.time -= plan_.interval; break;
    case Junk::future_time: row_.time = far_future + row_.id; break;
    case Junk::no_apiary: row_.apiary.reset(); break;
    }
}

}  // namespace hive
