// daemons/ban/pattern.cc - PCRE2 behind Pattern: two compilations of one expression.
#include "daemons/ban/pattern.h"

#include <algorithm>
#include <array>
#include <cstdint>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "daemons/ban/plain_text.h"
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

Pattern::Groups groups_of(const pcre2_code* code)
{
    std::uint32_t count = 0;
    std::uint32_t entry_size = 0;
    PCRE2_SPTR table = nullptr;
    pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &count);
    pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE, &entry_size);
    pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, static_cast<void*>(&table));
    Pattern::Groups groups;
    // Each entry: the number in two bytes, then the name and a NUL (pcre2api(3)).
    for (std::uint32_t i = 0; i < count; ++i, table += entry_size)
        groups[reinterpret_cast<const char*>(table + 2)].push_back(
            static_cast<std::uint32_t>(table[0] << 8 | table[1]));
    return groups;
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

bool has_jit(const pcre2_code* code)
{
    std::size_t size = 0;
    return pcre2_pattern_info(code, PCRE2_INFO_JITSIZE, &size) == 0 && size > 0;
}

}  // namespace

Subject::Subject(std::string_view text) : text_ {text}, is_plain_ {hive::is_plain(text)} { }

Subject Subject::until(std::size_t end) const
{
    Subject part = *this;
    part.text_ = text_.substr(0, end);
    return part;
}

Subject Subject::with(std::string_view parts) const
{
    if (!is_plain_)
        return Subject {parts};
    Subject made = *this;
    made.text_ = parts;
    return made;
}

struct Pattern::Impl {
    std::string text;  // translated
    std::uint32_t options = 0;
    Code plain;
    Code unicode;  // made when first needed
    MatchData match_data;
    std::span<const PCRE2_SIZE> bounds;  // in the match data: begin and end of each group
    MatchContext context;
    JitStack stack;  // made when the 32 kB on the machine stack do not do
    bool is_plain_jit = false;
    Groups groups;
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
    int match(const pcre2_code* code, std::size_t from, std::uint32_t how = 0) const
    {
        const auto* start
            = reinterpret_cast<PCRE2_SPTR>(subject.data() != nullptr ? subject.data() : "");
        // Straight to the machine code: what pcre2_match would check first is known here.
        const auto search
            = code == plain.get() && is_plain_jit && how == 0 ? pcre2_jit_match : pcre2_match;
        return search(code, start, subject.size(), from, how, match_data.get(), context.get());
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
    impl->bounds = {pcre2_get_ovector_pointer(impl->match_data.get()),
        std::size_t {2} * pcre2_get_ovector_count(impl->match_data.get())};
    pcre2_set_match_limit(impl->context.get(), match_limit);
    impl->is_plain_jit = has_jit(impl->plain.get());
    impl->groups = groups_of(impl->plain.get());
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

bool Pattern::is_settled_by(const Subject& start)
{
    impl_->subject = start.text();
    return impl_->match(impl_->code_for(start), 0, PCRE2_PARTIAL_HARD) > 0;
}

std::optional<std::string_view> Pattern::group(std::size_t number) const
{
    if (number >= impl_->bounds.size() / 2)
        return std::nullopt;
    const auto begin = impl_->bounds[2 * number];
    const auto end = impl_->bounds[2 * number + 1];
    // A group in a look-behind can put the end before the begin.
    if (begin == PCRE2_UNSET || begin > end)
        return std::nullopt;
    return impl_->subject.substr(begin, end - begin);
}

std::optional<std::string_view> Pattern::group(std::string_view name) const
{
    const auto found = impl_->groups.find(name);
    return found == impl_->groups.end() ? std::nullopt : group(found->second);
}

std::optional<std::string_view> Pattern::group(std::span<const std::uint32_t> numbers) const
{
    for (const auto number : numbers)
        if (const auto caught = group(std::size_t {number}))
            return caught;
    return std::nullopt;
}

std::size_t Pattern::begin() const
{
    return impl_->bounds[0];
}

std::size_t Pattern::end() const
{
    return impl_->bounds[1];
}

bool Pattern::has_group(std::string_view name) const
{
    return impl_->groups.contains(name);
}

const Pattern::Groups& Pattern::groups() const
{
    return impl_->groups;
}

}  // namespace hive
