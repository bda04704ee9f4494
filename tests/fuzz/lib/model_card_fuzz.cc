// tests/fuzz/lib/model_card_fuzz.cc - any card is refused, or says the same when written again.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lib/model_card.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto card = hive::parse_model_card({reinterpret_cast<const char*>(data), size});
    if (!card)
        return 0;
    assert(card->thresholds.size() == card->classes.size());
    for (const auto& histogram : card->histograms)
        assert(hive::histogram_bin(histogram, 1.5F) < histogram.shares.size());
    const auto again = hive::parse_model_card(hive::format_model_card(*card));
    assert(again && again->classes == card->classes && again->features == card->features);
    return 0;
}
