#include "supervisor/core/checks.h"

#include <algorithm>
#include <set>

#include "lib/file.h"
#include "lib/json.h"
#include "lib/log.h"

namespace hive {
namespace {

constexpr std::size_t threads = 2;  // one may hang at a dead disk
constexpr std::size_t waiting = 256;

std::set<std::string> unmonitored_in(const std::string& path)
{
    std::set<std::string> names;
    const auto text = read_file(path, 1 << 20);
    const auto list = text ? parse_json(*text) : Result<Json> {Json::array()};
    if (list && list->is_array())
        for (const auto& name : *list)
            if (name.is_string())
                names.insert(name.get<std::string>());
    return names;
}

}  // namespace

Checks::Checks(const std::list<CheckConfig>& configs, EventLoop& loop, Errands& errands,
    ProbeLink& probes, std::string state_path, std::function<void(AlertReport)> alert,
    std::function<void(const Check&, Happening)> happened,
    std::function<void(const Check&)> changed)
    : state_path_ {std::move(state_path)},
      worker_ {configs.empty() ? nullptr : std::make_unique<Worker>(threads, waiting)},
      surroundings_ {.loop = loop,
          .worker = worker_.get(),
          .errands = errands,
          .probes = probes,
          .alert = std::move(alert),
          .happened = std::move(happened),
          .changed = std::move(changed),
          .monitoring_changed = [this] { save(); }}
{
    for (const auto& config : configs)
        checks_.emplace_back(config, surroundings_);
}

void Checks::begin(Beginning beginning)
{
    const auto unmonitored = unmonitored_in(state_path_);
    for (auto& check : checks_) {
        const auto mode = check.config().on_reboot;
        const bool goes_on = beginning == Beginning::next_core || mode == OnReboot::laststate;
        const bool is_wanted
            = goes_on ? !unmonitored.contains(check.config().name) : mode == OnReboot::start;
        is_wanted ? check.monitor() : check.unmonitor();
    }
    is_begun_ = true;
    save();
}

Check* Checks::find(std::string_view name)
{
    const auto found
        = std::ranges::find(checks_, name, [](const Check& check) { return check.config().name; });
    return found == checks_.end() ? nullptr : &*found;
}

void Checks::save() const
{
    if (!is_begun_ || checks_.empty())
        return;
    auto names = Json::array();
    for (const auto& check : checks_)
        if (!check.is_monitored())
            names.push_back(check.config().name);
    if (const auto saved = write_file(state_path_, to_text(names) + '\n', 0640); !saved)
        log::error("{}", saved.error().message());
}

}  // namespace hive
