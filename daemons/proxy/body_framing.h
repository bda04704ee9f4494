// daemons/proxy/body_framing.h - where a message body ends, read and written (RFC 9112, 6 and 7).
//
// A body is taken out of its framing and put into fresh framing, so that both sides of
// the proxy can never disagree on where it ends. What goes on of trailers: trailer.h.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace hive {

struct BodyFraming {
    enum class Kind { none, length, chunked, until_close };
    Kind kind = Kind::none;
    std::uint64_t length = 0;  // of Kind::length, bytes

    bool operator==(const BodyFraming&) const = default;
};

/// Takes a body out of its framing. Pure; fuzzed.
class BodyReader {
public:
    enum class Outcome { more, complete, malformed };
    struct Piece {
        std::span<char> data;  // of the body, within the bytes given
        std::size_t used = 0;  // bytes taken; what is behind belongs to the next message
        Outcome outcome = Outcome::more;
    };

    BodyReader() = default;
    explicit BodyReader(BodyFraming framing);

    /// Takes what it can of `bytes`. Data of several chunks is moved together in place.
    Piece take(std::span<char> bytes);
    [[nodiscard]] bool is_complete() const { return step_ == Step::complete; }
    /// The lines behind the last chunk, each with its break; whole once complete. At most 8 kB.
    [[nodiscard]] const std::string& trailer() const { return trailer_; }
    /// Whether the sender's closing is the end of the body, not a cut.
    [[nodiscard]] bool ends_with_connection() const
    {
        return kind_ == BodyFraming::Kind::until_close;
    }

private:
    enum class Step {
        data,
        chunk_size,
        chunk_extension,
        chunk_size_end,
        chunk_data,
        chunk_data_return,
        chunk_data_end,
        trailer_start,
        trailer,
        trailer_end,
        last_end,
        complete,
        malformed,
    };
    /// One byte of what is between the data. @return false when it may not stand there
    bool take_framing(char byte);
    bool take_size_digit(char byte);
    bool take_trailer(char byte);
    Piece take_plain(std::span<char> bytes);
    Piece take_chunked(std::span<char> bytes);

    Step step_ = Step::complete;
    BodyFraming::Kind kind_ = BodyFraming::Kind::none;
    std::uint64_t left_ = 0;  // of the body, or of the chunk
    int size_digits_ = 0;
    int extra_bytes_ = 0;  // of chunk extensions and trailers
    std::string trailer_;
};

/// What goes around one piece of a body that is sent on as a chunk.
class ChunkFrame {
public:
    /// @param size bytes of the piece; around 0 there is nothing, as that would be the last chunk
    explicit ChunkFrame(std::size_t size);
    [[nodiscard]] std::string_view before() const { return {text_.data(), length_}; }
    [[nodiscard]] std::string_view after() const { return length_ == 0 ? "" : "\r\n"; }

private:
    std::array<char, 20> text_ {};
    std::size_t length_ = 0;
};
constexpr std::string_view last_chunk = "0\r\n\r\n";  // without trailers

}  // namespace hive
