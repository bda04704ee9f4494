#include "supervisor/portal/collection.h"

#include <algorithm>
#include <array>

#include "lib/paths.h"

namespace hive {
namespace {

/// The programs that answer the verb `metrics`.
constexpr std::array<std::string_view, 5> tellers {
    "hive-proxy", "hive-ban", "hive-sync", "hive-chart", "hive-guard"};

/// Shorter than Prometheus waits for the whole answer, 10 s.
constexpr std::chrono::seconds patience {3};

}  // namespace

ControlQuestions* Collection::questions(const std::string& program)
{
    auto& link = links_[program];
    if (!link) {
        const std::string socket = program.substr(sizeof "hive-" - 1) + ".sock";
        if (auto created = ControlQuestions::create(loop_, runtime_path(socket), program, patience))
            link = std::move(*created);
    }
    return link.get();
}

void Collection::collect(const std::vector<std::string>& programs, Done done)
{
    const auto round = std::make_shared<Round>(Round {.done = std::move(done)});
    std::vector<std::string> asked;
    for (const std::string& program : programs)
        if (std::ranges::find(tellers, program) != tellers.end())
            asked.push_back(program);
    round->missing = asked.size();
    if (asked.empty())
        return round->done({});
    for (const std::string& program : asked) {
        const auto take = [round, program](Result<std::vector<Json>> answer) {
            auto metrics
                = answer ? parse_metrics(answer->back()) : std::unexpected {answer.error()};
            round->collected.push_back({program, std::move(metrics)});
            if (--round->missing == 0)
                round->done(std::move(round->collected));
        };
        if (auto* link = questions(program))
            link->ask("metrics", Json::object(), take);
        else
            take(fail("no connection to {}", program));
    }
}

}  // namespace hive
