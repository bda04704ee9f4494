// tests/fuzz/proxy/chunked_body_fuzz.cc - any bytes: a chunked body is the same read at once and
// byte by byte, and what is written anew of it reads back.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "daemons/proxy/body_framing.h"

namespace {

using hive::BodyReader;

struct Body {
    std::string data;
    std::size_t used = 0;
    BodyReader::Outcome outcome = BodyReader::Outcome::more;
};

Body read_in_steps(const std::string& bytes, std::size_t step)
{
    BodyReader reader {{.kind = hive::BodyFraming::Kind::chunked}};
    Body body;
    while (body.used < bytes.size() && body.outcome == BodyReader::Outcome::more) {
        std::string piece = bytes.substr(body.used, step);
        const auto taken = reader.take(piece);
        body.data.append(taken.data.begin(), taken.data.end());
        body.used += taken.used;
        body.outcome = taken.outcome;
    }
    return body;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string bytes {reinterpret_cast<const char*>(data), size};
    const auto whole = read_in_steps(bytes, size + 1);
    const auto dripped = read_in_steps(bytes, 1);
    if (whole.data != dripped.data || whole.outcome != dripped.outcome
        || whole.used != dripped.used)
        std::abort();
    if (whole.outcome != BodyReader::Outcome::complete)
        return 0;
    std::string again;
    if (!whole.data.empty()) {
        const hive::ChunkFrame frame {whole.data.size()};
        again = std::string {frame.before()} + whole.data + std::string {frame.after()};
    }
    again += hive::last_chunk;
    const auto back = read_in_steps(again, 7);
    if (back.data != whole.data || back.outcome != BodyReader::Outcome::complete)
        std::abort();
    return 0;
}
