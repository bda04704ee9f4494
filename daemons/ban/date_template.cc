// daemons/ban/date_template.cc - groups of a match become fields, or seconds since 1970.
#include "daemons/ban/date_template.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string_view>

#include "lib/number.h"

namespace hive {
namespace {

constexpr std::string_view field_letters = "yYmbBdHIpMSaAwjUWzZ";

DateReading at_seconds(double seconds)
{
    // As many as LogTime holds, and more than any form of a date can name.
    const bool is_time = seconds >= 0 && seconds < 1e15;
    if (!is_time)
        return {.kind = DateReading::Kind::impossible};
    const std::chrono::milliseconds since {static_cast<std::int64_t>(std::floor(seconds * 1e3))};
    return {.kind = DateReading::Kind::moment, .time = LogTime {since}};
}

/// "1106513999", "1106513999.252"; long ones are milli- or microseconds.
DateReading read_epoch(std::string_view text, bool is_long)
{
    auto value = number_of<double>(text);
    if (!value)
        return {.kind = DateReading::Kind::impossible};
    if (is_long && text.size() >= 13)
        *value /= text.size() >= 16 && !text.contains('.') ? 1e6 : 1e3;
    return at_seconds(*value);
}

/// "@4000000041f4104f00000000": 2^62 plus the seconds, then nanoseconds. Source: libtai.
DateReading read_tai64n(std::string_view text)
{
    const auto digits = text.substr(std::min<std::size_t>(2, text.size()), 15);
    const auto seconds = number_of<std::uint64_t>(digits, 16);
    if (!seconds)
        return {.kind = DateReading::Kind::impossible};
    return at_seconds(static_cast<double>(*seconds));
}

}  // namespace

Result<> DateTemplate::compile()
{
    if (compiled_)
        return {};
    compiled_ = TRY(Pattern::compile(pattern_.regex));
    for (const char letter : field_letters)
        if (const auto group = compiled_->groups().find(std::string_view {&letter, 1});
            group != compiled_->groups().end())
            fields_.push_back({letter, group->second});
    return {};
}

bool DateTemplate::finds(const Subject& subject, std::size_t from)
{
    // Those that do not compile were refused by DateDetector::create.
    return compile() && compiled().search(subject, from) == Pattern::Outcome::match;
}

DateReading DateTemplate::read(
    WallTime now, std::optional<std::chrono::minutes> zone, LocalTime& local)
{
    using Reading = DatePattern::Reading;
    assert(compiled_);
    switch (pattern_.reading) {
    case Reading::epoch:
    case Reading::long_epoch:
        return read_epoch(compiled_->group(pattern_.epoch_group).value_or(""),
            pattern_.reading == Reading::long_epoch);
    case Reading::tai64n: return read_tai64n(compiled_->group(std::size_t {1}).value_or(""));
    case Reading::fields: break;
    }
    DateFields fields;
    for (const auto& [letter, groups] : fields_)
        if (const auto value = compiled_->group(groups))
            fields.set(letter, *value);
    return fields.moment(now, zone, local);
}

}  // namespace hive
