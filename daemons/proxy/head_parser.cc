#include "daemons/proxy/head_parser.h"

#include <algorithm>

#include <llhttp.h>

#include "lib/trim.h"

namespace hive {

namespace {

ParsedHead& head_of(llhttp_t* parser)
{
    return *static_cast<ParsedHead*>(parser->data);
}

int on_target(llhttp_t* parser, const char* at, std::size_t length)
{
    head_of(parser).target = {at, length};
    return 0;
}

int on_name(llhttp_t* parser, const char* at, std::size_t length)
{
    auto& fields = head_of(parser).fields;
    if (fields.size() == max_fields || length == 0)
        return -1;
    fields.push_back({.name = {at, length}, .value = {}});
    return 0;
}

/// Refuses folded lines (RFC 9112, 5.2). All bytes come in one call, so a fold shows as a
/// second piece of the value, or, when the first line was empty, as a line break before the
/// value (an empty value is told of behind its own line break).
int on_value(llhttp_t* parser, const char* at, std::size_t length)
{
    auto& field = head_of(parser).fields.back();
    const std::string_view gap {field.name.end(), at};
    const auto breaks = std::ranges::count(gap, '\r');
    if (field.value.data() != nullptr || breaks > (length == 0 ? 1 : 0))
        return -1;
    field.value = trimmed({at, length});
    return 0;
}

/// The body is not llhttp's business.
int on_head_end(llhttp_t* /*parser*/)
{
    return HPE_PAUSED;
}

const llhttp_settings_t& settings()
{
    static const llhttp_settings_t shared = [] {
        llhttp_settings_t made;
        llhttp_settings_init(&made);
        made.on_url = on_target;
        made.on_header_field = on_name;
        made.on_header_value = on_value;
        made.on_headers_complete = on_head_end;
        return made;
    }();
    return shared;
}

}  // namespace

const Field* find_field(const Fields& fields, std::string_view name)
{
    for (const auto& field : fields)
        if (equal_ignoring_case(field.name, name))
            return &field;
    return nullptr;
}

std::string_view field_value(const Fields& fields, std::string_view name)
{
    const auto* const field = find_field(fields, name);
    return field == nullptr ? std::string_view {} : field->value;
}

void append_field(std::string& out, std::string_view name, std::string_view value)
{
    const auto size = out.size() + name.size() + 2 + value.size() + 2;
    out.resize_and_overwrite(size, [&, at = out.size()](char* text, std::size_t) {
        auto* end = text + at;
        end += name.copy(end, name.size());
        *end++ = ':';
        *end++ = ' ';
        end += value.copy(end, value.size());
        *end++ = '\r';
        *end = '\n';
        return size;
    });
}

std::string_view next_list_word(std::string_view& list)
{
    const auto comma = list.find(',');
    const auto word = list.substr(0, comma);
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    return trimmed(word);
}

HeadScan::Outcome HeadScan::look(std::string_view bytes)
{
    for (;;) {
        const auto line_end = bytes.find('\n', line_start_);
        if (line_end == std::string_view::npos)
            return Outcome::incomplete;
        if (line_end == line_start_ || bytes[line_end - 1] != '\r')
            return Outcome::malformed;
        const bool is_empty = line_end == line_start_ + 1;
        line_start_ = line_end + 1;
        if (is_empty)
            return Outcome::whole;
    }
}

std::optional<ParsedHead> parse_head(MessageKind kind, std::string_view bytes)
{
    std::optional<ParsedHead> head {std::in_place};
    head->fields.reserve(SpareAllocator<Field>::usual);
    head->first_line = bytes.substr(0, bytes.find('\r'));
    llhttp_t parser;
    llhttp_init(&parser, kind == MessageKind::request ? HTTP_REQUEST : HTTP_RESPONSE, &settings());
    parser.data = &*head;
    if (llhttp_execute(&parser, bytes.data(), bytes.size()) != HPE_PAUSED)
        return std::nullopt;
    head->status = parser.status_code;
    head->method = head->first_line.substr(0, head->first_line.find(' '));
    return head;
}

}  // namespace hive
