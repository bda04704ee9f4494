#include "supervisor/core/history.h"

#include <algorithm>
#include <ranges>

#include "lib/json.h"

namespace hive {

Json to_json(const Happening& happening)
{
    Json object {{"id", happening.id}, {"time", happening.time}, {"service", happening.service},
        {"kind", happening.kind}, {"text", happening.text}};
    if (!happening.lines.empty())
        object["lines"] = happening.lines;
    return object;
}

std::string to_line(const Happening& happening)
{
    return to_text(to_json(happening)) + '\n';
}

Happening happening_from(const Json& object)
{
    Happening happening {.id = integer_at(object, "id"),
        .time = real_at(object, "time"),
        .service = text_at(object, "service"),
        .kind = text_at(object, "kind"),
        .text = text_at(object, "text")};
    if (const auto lines = object.find("lines"); lines != object.end() && lines->is_array())
        for (const auto& line : *lines)
            if (line.is_string())
                happening.lines.push_back(line.get<std::string>());
    return happening;
}

const Happening& History::add(Happening happening)
{
    happening.id = next_id_;
    put(std::move(happening));
    return ring_.back();
}

std::vector<const Happening*> History::newest(
    std::string_view service, std::size_t limit, std::string_view kind, std::int64_t before) const
{
    std::vector<const Happening*> found;
    for (auto entry = ring_.rbegin(); entry != ring_.rend() && found.size() < limit; ++entry)
        if ((service.empty() || entry->service == service) && (kind.empty() || entry->kind == kind)
            && (before == 0 || entry->id < before))
            found.push_back(&*entry);
    return found;
}

std::string History::saved(std::size_t limit) const
{
    std::string lines;
    const auto first = ring_.size() - std::min(limit, ring_.size());
    for (auto i = first; i < ring_.size(); ++i)
        lines += to_line(ring_[i]);
    return lines;
}

void History::restore(std::string_view saved)
{
    while (!saved.empty()) {
        const auto line = saved.substr(0, saved.find('\n'));
        saved.remove_prefix(std::min(line.size() + 1, saved.size()));
        const auto object = parse_json(line);
        if (!object || !object->is_object())
            continue;
        put(happening_from(*object));
    }
}

void History::restore(const std::vector<Happening>& newest_first)
{
    for (const auto& happening : newest_first | std::views::reverse)
        put(happening);
}

void History::put(Happening happening)
{
    next_id_ = std::max(next_id_, happening.id + 1);
    ring_.push_back(std::move(happening));
    if (ring_.size() > room_)
        ring_.pop_front();
}

}  // namespace hive
