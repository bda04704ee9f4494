// daemons/proxy/head_parser.h - bytes of an HTTP/1 message head -> its parts; hides llhttp.
//
// This is the grammar only (RFC 9112). What a well-formed head may say is decided in
// request_head and response_head.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/proxy/spare_memory.h"

namespace hive {

/// One header field. The views live as long as the parsed bytes.
struct Field {
    std::string_view name;  // as sent, never empty
    std::string_view value;  // without surrounding blanks
};
using Fields = std::vector<Field, SpareAllocator<Field>>;

/// Most fields a head may have.
constexpr std::size_t max_fields = 100;

/// ASCII letters in any case.
[[nodiscard]] constexpr bool equal_ignoring_case(std::string_view left, std::string_view right)
{
    constexpr auto lower = [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
    };
    return left.size() == right.size() && std::ranges::equal(left, right, {}, lower, lower);
}
/// The first field of that name, or nullptr.
[[nodiscard]] const Field* find_field(const Fields& fields, std::string_view name);
/// Its value, "" when absent.
[[nodiscard]] std::string_view field_value(const Fields& fields, std::string_view name);
/// The reverse: appends the field's line.
void append_field(std::string& out, std::string_view name, std::string_view value);
/// Takes the next word off a comma-separated list. @return "" for an empty element
[[nodiscard]] std::string_view next_list_word(std::string_view& list);

/// Looks for the empty line that ends a head, in one pass over growing bytes.
class HeadScan {
public:
    enum class Outcome { incomplete, whole, malformed };
    /// @param bytes the head so far, the same as last time with more behind it
    /// @return malformed for a line break that is not CR LF
    Outcome look(std::string_view bytes);
    /// Bytes of the head with its empty line, once whole.
    [[nodiscard]] std::size_t length() const { return line_start_; }
    void restart() { line_start_ = 0; }

private:
    std::size_t line_start_ = 0;
};

enum class MessageKind { request, response };

struct ParsedHead {
    std::string_view method;  // of a request
    std::string_view target;  // of a request
    int status = 0;  // of a response
    std::string_view first_line;  // without its line break
    Fields fields;
};

/// @param bytes exactly one head, up to and with its empty line
/// @return nothing when it breaks the grammar, folds a line, has a nameless field or more
///         fields than max_fields
[[nodiscard]] std::optional<ParsedHead> parse_head(MessageKind kind, std::string_view bytes);

}  // namespace hive
