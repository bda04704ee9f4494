#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tools/hive-notify/mail_text.h"

// The first line is the subject, the rest the text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view input {reinterpret_cast<const char*>(data), size};
    const auto end = input.find('\n');
    const auto text = hive::mail_text(
        {.to = {"a@b.example"},
            .from = "c@d.example",
            .host = "bees",
            .subject = std::string {input.substr(0, end)},
            .text = std::string {end == input.npos ? std::string_view {} : input.substr(end + 1)}},
        0, "1");
    std::size_t length = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        assert(text[i] != '\n' || (i > 0 && text[i - 1] == '\r'));
        length = text[i] == '\n' ? 0 : length + 1;
        assert(length <= 998);
    }
    return 0;
}
