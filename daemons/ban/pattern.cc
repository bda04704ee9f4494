// daemons/ban/pattern.cc - PCRE2 behind Pattern: two compilations of one expression.
#include "daemons/ban/pattern.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "daemons/ban/python_regex.h"
#include "lib/handle.h"

namespace hive {
namespace {

/// Backtracking steps per search. Stock filters need a few hundred on real lines; an
/// exponential one is over after a millisecond.
constexpr std::uint32_t match_limit = 20'000;
constexpr std::size_t stack_start = 64UL * 1024;
constexpr std::size_t stack_limit = 512UL * 1024;

using Code = Handle<pcre2_code, pcre2_code_free>;
using MatchData = Handle<pcre2_match_data, pcre2_match_data_free>;
using MatchContext = Handle<pcre2_match_context, pcre2_match_context_free>;
using CompileContext = Handle<pcre2_compile_context, pcre2_compile_context_free>;
using JitStack = Handle<pcre2_jit_stack, pcre2_jit_stack_free>;

std::string message_of(int code)
{
    std::array<PCRE2_UCHAR, 256> text {};
    pcre2_get_error_message(code, text.data(), text.size());
    return reinterpret_cast<const char*>(text.data());
}

/// Group name -> the numbers of all groups that bear it.
using GroupNumbers = std::map<std::string, std::vector<std::uint32_t>, std::less<>>;

GroupNumbers group_numbers(const pcre2_code* code)
{
    std::uint32_t count = 0;
    std::uint32_t entry_size = 0;
    PCRE2_SPTR table = nullptr;
    pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &count);
    pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE, &entry_size);
    pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, static_cast<void*>(&table));
    GroupNumbers numbers;
    // Each entry: the number in two bytes, then the name and a NUL (pcre2api(3)).
    for (std::uint32_t i = 0; i < count; ++i, table += entry_size)
        numbers[reinterpret_cast<const char*>(table + 2)].push_back(
            static_cast<std::uint32_t>(table[0] << 8 | table[1]));
    return numbers;
}

/// Python's \s takes the four separators of ASCII too.
std::string with_separators(std::string_view text)
{
    std::string widened;
    bool is_in_class = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) {
            const bool is_space = text[i + 1] == 's';
            if (is_space)
                widened += is_in_class ? R"(\s\x1c-\x1f)" : R"([\s\x1c-\x1f])";
            else
                widened += text.substr(i, 2);
            ++i;
            continue;
        }
        if (text[i] == '[')
            is_in_class = true;
        else if (text[i] == ']')
            is_in_class = false;
        widened += text[i];
    }
    return widened;
}

Result<Code> compile_code(std::string_view text, std::uint32_t options)
{
    int error = 0;
    PCRE2_SIZE place = 0;
    const CompileContext context {pcre2_compile_context_create(nullptr)};
    pcre2_set_newline(context.get(), PCRE2_NEWLINE_LF);
    Code code {pcre2_compile(reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(),
        options | PCRE2_DUPNAMES | PCRE2_NEVER_BACKSLASH_C, &error, &place, context.get())};
    if (!code)
        return fail("{} at character {} of the expression", message_of(error), place + 1);
    // Without JIT (a hardened kernel, an odd machine) the interpreter does the same, slower.
    pcre2_jit_compile(code.get(), PCRE2_JIT_COMPLETE);
    return code;
}

bool is_plain_byte(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x80 && (byte < 0x1c || byte > 0x1f);
}

}  // namespace

Subject::Subject(std::string_view text)
    : text_ {text}, is_plain_ {std::ranges::all_of(text, is_plain_byte)}
{
}

Subject Subject::until(std::size_t end) const
{
    Subject part = *this;
    part.text_ = text_.substr(0, end);
    return part;
}

struct Pattern::Impl {
    std::string text;  // translated
    std::uint32_t options = 0;
    Code plain;
    Code unicode;  // made when first needed
    MatchData match_data;
    MatchContext context;
    JitStack stack;  // made when the 32 kB on the machine stack do not do
    GroupNumbers groups;
    std::string_view subject;  // of the last search

    const pcre2_code* code_for(const Subject& wanted)
    {
        if (wanted.is_plain())
            return plain.get();
        if (!unicode) {
            auto code = compile_code(with_separators(text), options | PCRE2_UTF | PCRE2_UCP);
            // What only Unicode refuses (a byte above 7f in the expression) still works on bytes.
            unicode = code ? *std::move(code) : Code {pcre2_code_copy(plain.get())};
        }
        return unicode.get();
    }
    int match(const pcre2_code* code, std::size_t from)
    {
        const char* start = subject.data() != nullptr ? subject.data() : "";
        return pcre2_match(code, reinterpret_cast<PCRE2_SPTR>(start), subject.size(), from, 0,
            match_data.get(), context.get());
    }
};

Pattern::Pattern(std::unique_ptr<Impl> impl) : impl_ {std::move(impl)} { }
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

Result<Pattern> Pattern::compile(std::string_view text, Lines lines)
{
    auto impl = std::make_unique<Impl>();
    impl->text = TRY(translate_python_regex(text));
    impl->options = lines == Lines::many ? PCRE2_MULTILINE : 0;
    impl->plain = TRY(compile_code(impl->text, impl->options));
    impl->match_data.reset(pcre2_match_data_create_from_pattern(impl->plain.get(), nullptr));
    impl->context.reset(pcre2_match_context_create(nullptr));
    if (!impl->match_data || !impl->context)
        return fail("no memory for a regular expression");
    pcre2_set_match_limit(impl->context.get(), match_limit);
    impl->groups = group_numbers(impl->plain.get());
    return Pattern {std::move(impl)};
}

Pattern::Outcome Pattern::search(const Subject& subject, std::size_t from)
{
    impl_->subject = subject.text();
    if (from > subject.text().size())
        return Outcome::none;
    const auto* code = impl_->code_for(subject);
    int found = impl_->match(code, from);
    if (found == PCRE2_ERROR_JIT_STACKLIMIT && !impl_->stack) {
        impl_->stack.reset(pcre2_jit_stack_create(stack_start, stack_limit, nullptr));
        pcre2_jit_stack_assign(impl_->context.get(), nullptr, impl_->stack.get());
        found = impl_->match(code, from);
    }
    if (found > 0)
        return Outcome::match;
    return found == PCRE2_ERROR_NOMATCH ? Outcome::none : Outcome::overrun;
}

std::optional<std::string_view> Pattern::group(std::size_t number) const
{
    const auto* bounds = pcre2_get_ovector_pointer(impl_->match_data.get());
    if (number >= pcre2_get_ovector_count(impl_->match_data.get()))
        return std::nullopt;
    const auto begin = bounds[2 * number];
    const auto end = bounds[2 * number + 1];
    // A group in a look-behind can put the end before the begin.
    if (begin == PCRE2_UNSET || begin > end)
        return std::nullopt;
    return impl_->subject.substr(begin, end - begin);
}

std::optional<std::string_view> Pattern::group(std::string_view name) const
{
    const auto found = impl_->groups.find(name);
    if (found == impl_->groups.end())
        return std::nullopt;
    for (const auto number : found->second)
        if (const auto caught = group(std::size_t {number}))
            return caught;
    return std::nullopt;
}

std::size_t Pattern::begin() const
{
    return pcre2_get_ovector_pointer(impl_->match_data.get())[0];
}

std::size_t Pattern::end() const
{
    return pcre2_get_ovector_pointer(impl_->match_data.get())[1];
}

bool Pattern::has_group(std::string_view name) const
{
    return impl_->groups.contains(name);
}

std::vector<std::string> Pattern::group_names() const
{
    std::vector<std::string> names;
    for (const auto& [name, numbers] : impl_->groups)
        names.push_back(name);
    return names;
}

}  // namespace hive
