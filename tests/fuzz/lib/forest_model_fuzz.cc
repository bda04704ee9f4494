// tests/fuzz/lib/forest_model_fuzz.cc - any model that is read predicts within its bounds.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "lib/forest.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto model = hive::parse_forest({reinterpret_cast<const char*>(data), size});
    if (!model)
        return 0;
    const hive::Forest forest {*model};
    const std::vector<float> x(forest.features(), 1.5F);
    std::vector<float> probabilities(forest.classes());
    forest.predict(x, probabilities);
    assert(forest.contributions(x, 0).size() == forest.features() + 1);
    assert(hive::parse_forest(hive::format_forest(*model)));
    return 0;
}
