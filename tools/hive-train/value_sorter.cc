#include "tools/hive-train/value_sorter.h"

#include <algorithm>
#include <bit>

namespace hive {

std::span<const SampleValue> ValueSorter::sorted()
{
    std::uint8_t end = 0;
    for (std::size_t word = 0; word < occupied_.size(); ++word)
        for (auto bits = occupied_[word]; bits != 0; bits &= bits - 1) {
            const auto bin = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
            ends_[bin] = end;
            end = static_cast<std::uint8_t>(end + counts_[bin]);
        }
    for (std::size_t i = 0; i < size_; ++i)
        sorted_[ends_[bins_[i]]++] = dealt_[i];
    for (auto& word : occupied_) {
        const auto first = static_cast<std::size_t>(&word - occupied_.data()) * 64;
        for (; word != 0; word &= word - 1) {
            const auto bin = first + static_cast<std::size_t>(std::countr_zero(word));
            const auto count = counts_[bin];
            counts_[bin] = 0;
            const auto part = std::span {sorted_}.subspan(ends_[bin] - std::size_t {count}, count);
            if (!std::ranges::is_sorted(part, {}, &SampleValue::value))
                std::ranges::sort(part, {}, &SampleValue::value);
        }
    }
    return std::span {sorted_}.first(size_);
}

}  // namespace hive
