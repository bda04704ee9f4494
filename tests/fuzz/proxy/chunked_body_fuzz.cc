// tests/fuzz/proxy/chunked_body_fuzz.cc - any bytes: a chunked body is the same read at once and
// byte by byte, and what is written anew of it reads back, trailers included.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "daemons/proxy/body_framing.h"
#include "daemons/proxy/trailer.h"

namespace {

using hive::BodyReader;

struct Body {
    std::string data;
    std::string trailer;
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
    body.trailer = reader.trailer();
    return body;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string bytes {reinterpret_cast<const char*>(data), size};
    const auto whole = read_in_steps(bytes, size + 1);
    const auto dripped = read_in_steps(bytes, 1);
    if (whole.data != dripped.data || whole.outcome != dripped.outcome || whole.used != dripped.used
        || whole.trailer != dripped.trailer)
        std::abort();
    if (whole.outcome != BodyReader::Outcome::complete)
        return 0;
    std::string again;
    if (!whole.data.empty()) {
        const hive::ChunkFrame frame {whole.data.size()};
        again = std::string {frame.before()} + whole.data + std::string {frame.after()};
    }
    const hive::TrailerRule rule {{{.name = "Connection", .value = "X-Hop"}}, true};
    const auto end = rule.last_chunk(whole.trailer);
    if (!end)
        return 0;
    const auto back = read_in_steps(again + *end, 7);
    if (back.data != whole.data || back.outcome != BodyReader::Outcome::complete
        || back.used != again.size() + end->size() || rule.last_chunk(back.trailer) != end)
        std::abort();
    return 0;
}
