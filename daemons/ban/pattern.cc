#include "daemons/ban/pattern.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <map>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "lib/handle.h"

namespace hive {
namespace {

/// Backtracking steps per search. Stock filters need a few hundred on real lines; an
/// exponential one is over after some milliseconds.
constexpr std::uint32_t match_limit = 20'000;
constexpr std::size_t stack_start = 32UL * 1024;
constexpr std::size_t stack_limit = 256UL * 1024;

using Code = Handle<pcre2_code, pcre2_code_free>;
using MatchData = Handle<pcre2_match_data, pcre2_match_data_free>;
using MatchContext = Handle<pcre2_match_context, pcre2_match_context_free>;
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

}  // namespace

struct Pattern::Impl {
    Code code;
    MatchData match_data;
    MatchContext context;
    JitStack stack;
    GroupNumbers groups;
    std::string_view subject;  // of the last search
};

Pattern::Pattern(std::unique_ptr<Impl> impl) : impl_ {std::move(impl)} { }
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

Result<Pattern> Pattern::compile(std::string_view text)
{
    int error = 0;
    PCRE2_SIZE place = 0;
    auto impl = std::make_unique<Impl>();
    impl->code.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(),
        PCRE2_DUPNAMES | PCRE2_NEVER_BACKSLASH_C | PCRE2_NEVER_UTF, &error, &place, nullptr));
    if (!impl->code)
        return fail("{} at character {} of the expression", message_of(error), place + 1);
    // Without JIT (a hardened kernel, an odd machine) the interpreter does the same, slower.
    pcre2_jit_compile(impl->code.get(), PCRE2_JIT_COMPLETE);
    impl->match_data.reset(pcre2_match_data_create_from_pattern(impl->code.get(), nullptr));
    impl->context.reset(pcre2_match_context_create(nullptr));
    impl->stack.reset(pcre2_jit_stack_create(stack_start, stack_limit, nullptr));
    if (!impl->match_data || !impl->context || !impl->stack)
        return fail("no memory for a regular expression");
    pcre2_set_match_limit(impl->context.get(), match_limit);
    pcre2_jit_stack_assign(impl->context.get(), nullptr, impl->stack.get());
    impl->groups = group_numbers(impl->code.get());
    return Pattern {std::move(impl)};
}

Pattern::Outcome Pattern::search(std::string_view subject)
{
    const char* start = subject.data() != nullptr ? subject.data() : "";
    impl_->subject = subject;
    const int found = pcre2_match(impl_->code.get(), reinterpret_cast<PCRE2_SPTR>(start),
        subject.size(), 0, 0, impl_->match_data.get(), impl_->context.get());
    if (found > 0)
        return Outcome::match;
    return found == PCRE2_ERROR_NOMATCH ? Outcome::none : Outcome::overrun;
}

std::optional<std::string_view> Pattern::group(std::string_view name) const
{
    const auto found = impl_->groups.find(name);
    if (found == impl_->groups.end())
        return std::nullopt;
    const auto* bounds = pcre2_get_ovector_pointer(impl_->match_data.get());
    const auto count = pcre2_get_ovector_count(impl_->match_data.get());
    for (const auto number : found->second) {
        const auto begin = bounds[2UL * number];
        const auto end = bounds[2UL * number + 1];
        // \K in a look-behind can put the end before the begin.
        if (number < count && begin != PCRE2_UNSET && begin <= end)
            return impl_->subject.substr(begin, end - begin);
    }
    return std::nullopt;
}

bool Pattern::has_group(std::string_view name) const
{
    return impl_->groups.contains(name);
}

}  // namespace hive
