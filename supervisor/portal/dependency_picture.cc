#include "supervisor/portal/dependency_picture.h"

#include <algorithm>
#include <map>
#include <string>

#include "supervisor/portal/page.h"

namespace hive {
namespace {

constexpr int box_width = 168;
constexpr int box_height = 50;
constexpr int column_step = 264;
constexpr int row_step = 70;
constexpr int margin = 10;

struct Box {
    int column = 0;
    int row = 0;
    [[nodiscard]] int x() const { return margin + column * column_step; }
    [[nodiscard]] int y() const { return margin + row * row_step; }
};
using Boxes = std::map<std::string, Box, std::less<>>;

/// Columns settle after at most as many rounds as there are services; a cycle ends them, too.
Boxes place(const std::vector<ServiceStatus>& services)
{
    Boxes boxes;
    for (const ServiceStatus& service : services)
        boxes[service.name] = {};
    bool is_settled = false;
    for (std::size_t round = 0; !is_settled && round < services.size(); ++round) {
        is_settled = true;
        for (const ServiceStatus& service : services)
            for (const std::string& needed : service.depends) {
                const auto before = boxes.find(needed);
                int& column = boxes[service.name].column;
                if (before != boxes.end() && column <= before->second.column) {
                    column = before->second.column + 1;
                    is_settled = false;
                }
            }
    }
    std::map<int, int> filled;
    for (const ServiceStatus& service : services) {
        Box& box = boxes[service.name];
        box.row = filled[box.column]++;
    }
    return boxes;
}

Html line(const Box& from, const Box& to, bool is_hot)
{
    const int x1 = from.x() + box_width;
    const int y1 = from.y() + box_height / 2;
    const int x2 = to.x();
    const int y2 = to.y() + box_height / 2;
    const int middle = (x1 + x2) / 2;
    return html(R"(<path{} d="M{} {}C{} {} {} {} {} {}"/>)",
        is_hot ? html(R"( class="hot")") : Html {}, x1, y1, middle, y1, middle, y2, x2, y2);
}

Html lines(const std::vector<ServiceStatus>& services, const Boxes& boxes)
{
    Html all;
    for (const ServiceStatus& service : services)
        for (const std::string& needed : service.depends) {
            const auto from = boxes.find(needed);
            if (from == boxes.end())
                continue;
            const auto state = std::ranges::find(services, needed, &ServiceStatus::name)->state;
            const bool is_hot
                = severity_of(state) == Severity::bad || state == ServiceState::stopped;
            all += line(from->second, boxes.find(service.name)->second, is_hot);
        }
    return all;
}

/// A name that would not fit ends in dots; the list below the picture has it whole.
std::string fitted(std::string name)
{
    constexpr std::size_t most = 17;
    if (name.size() > most) {
        name.resize(most - 1);
        name += "…";
    }
    return name;
}

Html node(const ServiceStatus& service, const Box& box)
{
    const Severity severity = severity_of(service.state);
    const std::string_view look = severity_class(severity);
    return html(R"(<a href="{}" class="{}"><rect x="{}" y="{}" width="{}" height="{}" rx="4"/>)"
                R"(<svg x="{}" y="{}" width="12" height="12" class="glyph {}" aria-hidden="true">)"
                R"(<use href="hive.svg#{}"/></svg><text x="{}" y="{}" font-weight="600">{}</text>)"
                R"(<text class="t2" x="{}" y="{}">{}</text></a>)",
        service_target(service.name), look, box.x(), box.y(), box_width, box_height, box.x() + 12,
        box.y() + 11, look, state_shape(service.state), box.x() + 31, box.y() + 22,
        fitted(service.name), box.x() + 31, box.y() + 39, state_word(service.state));
}

}  // namespace

Html dependency_picture(const std::vector<ServiceStatus>& services)
{
    const Boxes boxes = place(services);
    int width = 0;
    int height = 0;
    Html nodes;
    for (const ServiceStatus& service : services) {
        const Box& box = boxes.find(service.name)->second;
        width = std::max(width, box.x() + box_width + margin);
        height = std::max(height, box.y() + box_height + margin);
        nodes += node(service, box);
    }
    return html(R"(<svg class="graph" viewBox="0 0 {} {}" width="{}" role="group" )"
                R"(aria-label="Which service waits for which; the list below says the same">)"
                R"({}{}</svg>)",
        std::max(width, 1), std::max(height, 1), std::max(width, 1), lines(services, boxes), nodes);
}

}  // namespace hive
