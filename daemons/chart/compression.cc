#include "daemons/chart/compression.h"

#include <cstdint>

#include <brotli/encode.h>
#include <zlib.h>

namespace hive {
namespace {

constexpr int brotli_quality = 5;
constexpr int gzip_level = 5;
constexpr int gzip_window_bits = 15 + 16;  // 16: a gzip header, not zlib's
constexpr int gzip_memory_level = 8;

}  // namespace

Result<std::string> compress_brotli(std::string_view bytes)
{
    std::string out(BrotliEncoderMaxCompressedSize(bytes.size()), '\0');
    std::size_t size = out.size();
    if (BrotliEncoderCompress(brotli_quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC,
            bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
            reinterpret_cast<std::uint8_t*>(out.data()))
        != BROTLI_TRUE)
        return fail("brotli cannot compress {} bytes", bytes.size());
    out.resize(size);
    out.shrink_to_fit();
    return out;
}

Result<std::string> compress_gzip(std::string_view bytes)
{
    z_stream stream {};
    if (deflateInit2(&stream, gzip_level, Z_DEFLATED, gzip_window_bits, gzip_memory_level,
            Z_DEFAULT_STRATEGY)
        != Z_OK)
        return fail("zlib cannot begin");
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int code = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (code != Z_STREAM_END)
        return fail("zlib cannot compress {} bytes", bytes.size());
    out.shrink_to_fit();
    return out;
}

}  // namespace hive
