// daemons/ban/date_detector.cc - which form is tried when: fail2ban's rules, kept exactly.
#include "daemons/ban/date_detector.h"

#include <algorithm>

#include "daemons/ban/zone_names.h"

namespace hive {
namespace {

constexpr std::chrono::minutes long_unused {5};

/// One byte of a line; "" beyond its end.
std::string_view byte_at(std::string_view line, std::size_t place)
{
    return place < line.size() ? line.substr(place, 1) : std::string_view {};
}

std::string_view byte_before(std::string_view line, std::size_t place)
{
    return place == 0 ? std::string_view {} : byte_at(line, place - 1);
}

bool is_alphanumeric(std::string_view byte)
{
    if (byte.empty())
        return false;
    const char c = byte.front();
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
        || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

Result<DateDetector> DateDetector::create(
    const std::vector<std::string>& patterns, std::string_view zone, int this_year)
{
    DateDetector detector;
    for (auto& pattern : TRY(parse_date_patterns(patterns, this_year)))
        detector.templates_.emplace_back(std::move(pattern));
    for (auto& each : detector.templates_)
        if (!patterns.empty())
            TRY(each.compile());
    if (zone.empty())
        return detector;
    const auto parsed = parse_zone(zone);
    if (parsed.kind != ZoneOffset::Kind::known)
        return fail("'{}' is no time zone known here (UTC+0100, CET, -05:00)", zone);
    detector.zone_ = parsed.offset;
    return detector;
}

std::optional<DateDetector::Found> DateDetector::match_at(
    std::size_t index, const Subject& line, std::size_t from)
{
    if (!templates_[index].finds(line, from))
        return std::nullopt;
    const auto& compiled = templates_[index].compiled();
    return Found {.index = index, .begin = compiled.begin(), .end = compiled.end()};
}

/// Outside fully equal; within, only where it is no letter or digit.
bool DateDetector::has_last_boundaries(std::string_view line) const
{
    const auto first = byte_at(line, last_begin_);
    const auto final = byte_before(line, last_end_);
    return (byte_before(line, last_begin_) == before_
               || (first == first_ && !is_alphanumeric(first_)))
        && (byte_at(line, last_end_) == after_ || (final == final_ && !is_alphanumeric(final_)));
}

/// Tries the form found last, at its last place if the line looks alike there.
DateDetector::Attempt DateDetector::match_last(const Subject& line)
{
    Attempt attempt;
    if (!last_)
        return attempt;
    const bool is_anchored = templates_[*last_].is_anchored();
    std::optional<Found> found;
    if (!is_anchored && has_last_boundaries(line.text())) {
        found = match_at(*last_, line.until(last_end_), last_begin_);
    } else {
        found = match_at(*last_, line);
        attempt.tried = last_;
    }
    if (!found)
        return attempt;
    const bool is_won = templates_.size() == 1 || is_anchored
        || (found->begin == last_begin_ && found->end == last_end_);
    (is_won ? attempt.winner : attempt.reserve) = found;
    return attempt;
}

std::optional<DateDetector::Found> DateDetector::search(const Subject& line, const Attempt& last)
{
    auto reserve = last.reserve;
    for (std::size_t i = 0; i < templates_.size(); ++i) {
        if (last.tried == i)
            continue;
        const auto found = match_at(i, line);
        if (!found)
            continue;
        const auto& each = templates_[i];
        if (i + 1 == templates_.size() || each.is_anchored())
            return found;
        // Farther from the start than before: perhaps a date within the message.
        if (found->begin <= each.distance && found->begin <= last_begin_)
            return found;
        if (!reserve || found->begin < reserve->begin)
            reserve = found;
    }
    return reserve;
}

std::optional<LineDate> DateDetector::find(const Subject& line, WallTime now)
{
    if (repeat_ && last_ && is_repeat(*repeat_, line, now)) {
        auto& chosen = templates_[*last_];
        ++chosen.hits;
        chosen.last_used = now;
        return repeat_->date;
    }
    const auto last = match_last(line);
    const auto winner = last.winner ? last.winner : search(line, last);
    if (!winner)
        return std::nullopt;
    const auto date = read(*winner, line, now);
    remember(*winner, line.text(), now);
    const auto text = line.text().substr(date.begin, date.length);
    if (text == last_date_)
        learn_repeat(line, now);
    else
        last_date_ = text;
    return date;
}

LineDate DateDetector::read(const Found& found, const Subject& line, WallTime now)
{
    auto& chosen = templates_[found.index];
    // Another search may have come between.
    if (chosen.compiled().begin() != found.begin || chosen.compiled().end() != found.end)
        chosen.finds(line.until(found.end), found.begin);
    const auto text = chosen.compiled().group(std::size_t {1}).value_or("");
    // An empty text may lie anywhere, as that of an empty line does.
    LineDate date {.begin
        = text.empty() ? found.begin : static_cast<std::size_t>(text.data() - line.text().data()),
        .length = text.size(),
        .reading = {}};
    if (!text.empty())
        date.reading = chosen.read(now, zone_, local_);
    return date;
}

bool DateDetector::is_repeat(const Repeat& repeat, const Subject& line, WallTime now)
{
    return line.is_plain() && line.text().starts_with(repeat.start)
        && std::chrono::floor<std::chrono::seconds>(now) == repeat.now;
}

/// Looks at a line as at the next one that begins like it.
void DateDetector::learn_repeat(const Subject& line, WallTime now)
{
    if (!line.is_plain())
        return;
    const auto again = match_last(line).winner;
    if (!again || again->begin != last_begin_ || again->end != last_end_)
        return;
    const auto date = read(*again, line, now);
    if (const auto length = deciding_length(*again, line); length > 0)
        repeat_ = {.start = std::string {line.text().substr(0, length)},
            .now = std::chrono::floor<std::chrono::seconds>(now),
            .date = date};
}

/// How much of a line decides that its date is where it was found. A form that is bound to
/// an end of the line is sought in all of it, any other up to its last place, with one
/// character behind that. @return 0 when nothing less than all of it does
std::size_t DateDetector::deciding_length(const Found& found, const Subject& line)
{
    if (!templates_[found.index].is_anchored())
        return found.end < line.text().size() ? found.end + 1 : 0;
    auto& compiled = templates_[found.index].compiled();
    for (const std::size_t behind : {1, 2, 4, 8, 16, 32})
        if (found.end + behind < line.text().size()
            && compiled.is_settled_by(line.until(found.end + behind)))
            return found.end + behind;
    return 0;
}

void DateDetector::remember(const Found& found, std::string_view line, WallTime now)
{
    auto index = found.index;
    auto& chosen = templates_[index];
    ++chosen.hits;
    chosen.last_used = now;
    chosen.distance = found.begin;
    if (first_unused_ == index)
        ++first_unused_;
    repeat_.reset();
    last_begin_ = found.begin;
    last_end_ = found.end;
    before_ = byte_before(line, found.begin);
    first_ = byte_at(line, found.begin);
    final_ = byte_before(line, found.end);
    after_ = byte_at(line, found.end);
    if (index != 0 && last_ != index)
        index = move_ahead(index);
    last_ = index;
}

/// Moves a form ahead if it is found often enough: far at first, then step by step.
/// @return where it is now
std::size_t DateDetector::move_ahead(std::size_t index)
{
    const auto& chosen = templates_[index];
    const auto is_better = [&](std::size_t place) {
        const auto& other = templates_[place];
        return chosen.rank() > other.rank() || chosen.last_used - long_unused > other.last_used;
    };
    auto place = first_unused_ < index ? first_unused_ : index / 2;
    if (!is_better(place)) {
        if (place == index - 1)
            return index;
        place = index - 1;
        if (!is_better(place))
            return index;
    }
    const auto begin = templates_.begin();
    std::rotate(begin + static_cast<std::ptrdiff_t>(place),
        begin + static_cast<std::ptrdiff_t>(index), begin + static_cast<std::ptrdiff_t>(index) + 1);
    while (first_unused_ < templates_.size() && templates_[first_unused_].hits > 0)
        ++first_unused_;
    return place;
}

std::vector<std::pair<std::string, std::size_t>> DateDetector::hits() const
{
    std::vector<std::pair<std::string, std::size_t>> found;
    for (const auto& each : templates_)
        if (each.hits > 0)
            found.emplace_back(each.pattern().name, each.hits);
    return found;
}

}  // namespace hive
