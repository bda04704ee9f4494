#include "daemons/proxy/body_framing.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cstring>

namespace hive {

namespace {

constexpr int max_size_digits = 15;
constexpr int max_extra_bytes = 8192;

/// @return -1 for what is no hexadecimal digit
int digit_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    const char letter = static_cast<char>(digit | 0x20);
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

/// Visible ASCII, blank, tab and bytes above ASCII.
bool is_text(char byte)
{
    return byte == '\t' || (static_cast<unsigned char>(byte) >= 0x20 && byte != 0x7f);
}

}  // namespace

BodyReader::BodyReader(BodyFraming framing) : kind_ {framing.kind}, left_ {framing.length}
{
    switch (framing.kind) {
    case BodyFraming::Kind::none: step_ = Step::complete; break;
    case BodyFraming::Kind::length: step_ = left_ == 0 ? Step::complete : Step::data; break;
    case BodyFraming::Kind::chunked: step_ = Step::chunk_size; break;
    case BodyFraming::Kind::until_close: step_ = Step::data; break;
    }
}

BodyReader::Piece BodyReader::take(std::span<char> bytes)
{
    if (step_ == Step::complete)
        return {.data = bytes.first(0), .used = 0, .outcome = Outcome::complete};
    if (step_ == Step::malformed)
        return {.data = bytes.first(0), .used = 0, .outcome = Outcome::malformed};
    return kind_ == BodyFraming::Kind::chunked ? take_chunked(bytes) : take_plain(bytes);
}

BodyReader::Piece BodyReader::take_plain(std::span<char> bytes)
{
    if (kind_ == BodyFraming::Kind::until_close)
        return {.data = bytes, .used = bytes.size(), .outcome = Outcome::more};
    const auto used = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
    left_ -= used;
    if (left_ == 0)
        step_ = Step::complete;
    return {.data = bytes.first(used),
        .used = used,
        .outcome = left_ == 0 ? Outcome::complete : Outcome::more};
}

BodyReader::Piece BodyReader::take_chunked(std::span<char> bytes)
{
    std::size_t kept = 0;
    std::size_t at = 0;
    while (at < bytes.size() && step_ != Step::complete) {
        if (step_ != Step::chunk_data) {
            if (!take_framing(bytes[at++])) {
                step_ = Step::malformed;
                return {.data = bytes.first(kept), .used = at, .outcome = Outcome::malformed};
            }
            continue;
        }
        const auto size
            = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size() - at));
        if (kept != at)
            std::memmove(bytes.data() + kept, bytes.data() + at, size);
        kept += size;
        at += size;
        left_ -= size;
        if (left_ == 0)
            step_ = Step::chunk_data_return;
    }
    return {.data = bytes.first(kept),
        .used = at,
        .outcome = is_complete() ? Outcome::complete : Outcome::more};
}

bool BodyReader::take_framing(char byte)
{
    const auto expect = [&](char wanted, Step next) {
        step_ = next;
        return byte == wanted;
    };
    switch (step_) {
    case Step::chunk_size: return take_size_digit(byte);
    case Step::chunk_extension:
        if (byte == '\r')
            step_ = Step::chunk_size_end;
        return byte == '\r' || (is_text(byte) && ++extra_bytes_ <= max_extra_bytes);
    case Step::chunk_size_end:
        size_digits_ = 0;
        return expect('\n', left_ == 0 ? Step::trailer_start : Step::chunk_data);
    case Step::chunk_data_return: return expect('\r', Step::chunk_data_end);
    case Step::chunk_data_end: return expect('\n', Step::chunk_size);
    case Step::trailer_start:
    case Step::trailer:
    case Step::trailer_end: return take_trailer(byte);
    case Step::last_end: return expect('\n', Step::complete);
    case Step::data:
    case Step::chunk_data:
    case Step::complete:
    case Step::malformed: break;
    }
    assert(false && "no framing byte is due");
    return false;
}

bool BodyReader::take_trailer(char byte)
{
    const bool is_start = step_ == Step::trailer_start;
    if (is_start && byte == '\r') {
        step_ = Step::last_end;
        return true;
    }
    trailer_ += byte;
    if (step_ == Step::trailer_end) {
        step_ = Step::trailer_start;
        return byte == '\n';
    }
    step_ = byte == '\r' ? Step::trailer_end : Step::trailer;
    // A blank at the start would fold the line before.
    const bool folds = is_start && (byte == ' ' || byte == '\t');
    return byte == '\r' || (!folds && is_text(byte) && ++extra_bytes_ <= max_extra_bytes);
}

bool BodyReader::take_size_digit(char byte)
{
    if (const int value = digit_value(byte); value >= 0) {
        left_ = (size_digits_ == 0 ? 0 : left_ * 16) + static_cast<std::uint64_t>(value);
        return ++size_digits_ <= max_size_digits;
    }
    if (size_digits_ == 0)
        return false;
    if (byte == '\r')
        step_ = Step::chunk_size_end;
    else
        step_ = Step::chunk_extension;
    return byte == '\r' || byte == ';';
}

ChunkFrame::ChunkFrame(std::size_t size)
{
    if (size == 0)
        return;
    auto* end = std::to_chars(text_.data(), text_.data() + text_.size() - 2, size, 16).ptr;
    *end++ = '\r';
    *end++ = '\n';
    length_ = static_cast<std::size_t>(end - text_.data());
}

}  // namespace hive
