// tests/fuzz/lib/config_fuzz.cc - any bytes as an ini file: mistakes, never a crash.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lib/config.h"

namespace {

struct Place {
    std::string name;
    int weight = 1;
    std::vector<std::string> words;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    int number = 5;
    std::chrono::seconds span {1};
    std::int64_t room = 1;
    std::vector<std::string> words;
    std::list<Place> places;
    const hive::Schema schema {
        .sections = {hive::Section::plain("a", "",
                         {hive::Option::number("n", number, {1, 9}, ""),
                             hive::Option::seconds("s", span, {1, 99}, ""),
                             hive::Option::bytes("b", room, {1, 99}, ""),
                             hive::Option::list("l", words, "")}),
            hive::Section::named<Place>("p", "NAME", "", places, [](Place& place) {
                return std::vector {hive::Option::number("w", place.weight, {1, 9}, "").required(),
                    hive::Option::list("l", place.words, "")};
            })}};
    const std::string_view text {reinterpret_cast<const char*>(data), size};
    (void)hive::parse_config(text, "fuzz.ini", schema);
    assert(number >= 1 && number <= 9);
    for (const auto& place : places)
        assert(place.weight >= 1 && place.weight <= 9 && !place.name.empty());
    return 0;
}
