// daemons/ban/line_encoding.h - the bytes of a log line become well-formed UTF-8.
#pragma once

#include <string>
#include <string_view>

#include "lib/result.h"

namespace hive {

/// The character encoding of a log (jail option `logencoding`).
class LineEncoding {
public:
    /// @param name "auto" (UTF-8), or a name as iconv(1) lists it
    static Result<LineEncoding> create(std::string_view name);
    LineEncoding(LineEncoding&& other) noexcept;
    LineEncoding& operator=(LineEncoding&& other) noexcept;
    LineEncoding(const LineEncoding&) = delete;
    LineEncoding& operator=(const LineEncoding&) = delete;
    ~LineEncoding();

    /// What is no character becomes U+FFFD. A view into `line`, or into this object: valid
    /// until the next call.
    [[nodiscard]] std::string_view decode(std::string_view line);

private:
    LineEncoding() = default;
    void convert(std::string_view line);

    void* conversion_ = nullptr;  // of iconv(3); none for UTF-8
    std::string decoded_;
};

}  // namespace hive
