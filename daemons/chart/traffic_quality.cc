#include "daemons/chart/traffic_quality.h"

#include <algorithm>

namespace hive {
namespace {

constexpr std::size_t main_classes = 6;

struct Tally {
    std::int64_t right = 0;
    std::int64_t predicted = 0;
    std::int64_t labelled = 0;  // records of the class that had a label
    std::int64_t found = 0;  // of them, those taken for it
    std::int64_t judged = 0;
};

std::optional<double> share(std::int64_t part, std::int64_t whole)
{
    if (whole == 0)
        return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(whole);
}

std::map<std::string, Tally> count(const std::vector<Outcome>& outcomes)
{
    std::map<std::string, Tally> tallies;
    for (const auto& outcome : outcomes) {
        const bool is_right = outcome.truth == outcome.predicted;
        auto& truth = tallies[outcome.truth];
        auto& predicted = tallies[outcome.predicted];
        predicted.predicted += outcome.count;
        truth.judged += outcome.count;
        if (is_right)
            truth.right += outcome.count;
        else
            predicted.judged += outcome.count;
        if (outcome.source == Outcome::Source::label) {
            truth.labelled += outcome.count;
            truth.found += is_right ? outcome.count : 0;
        }
    }
    return tallies;
}

/// Of the `most` classes with the most labelled records.
std::optional<double> accuracy_of(const std::map<std::string, Tally>& tallies, std::size_t most)
{
    std::vector<Tally> largest;
    largest.reserve(tallies.size());
    for (const auto& [name, tally] : tallies)
        largest.push_back(tally);
    std::ranges::sort(largest, std::greater {}, &Tally::labelled);
    largest.resize(std::min(most, largest.size()));
    std::int64_t found = 0;
    std::int64_t labelled = 0;
    for (const auto& tally : largest) {
        found += tally.found;
        labelled += tally.labelled;
    }
    return share(found, labelled);
}

}  // namespace

TrafficQuality judge_traffic(const std::vector<Outcome>& outcomes)
{
    TrafficQuality quality;
    const auto tallies = count(outcomes);
    for (const auto& [name, tally] : tallies) {
        quality.classes[name] = {.judged = tally.judged,
            .precision = share(tally.right, tally.predicted),
            .recall = share(tally.found, tally.labelled)};
        quality.labelled += tally.labelled;
    }
    quality.accuracy = accuracy_of(tallies, tallies.size());
    quality.main_accuracy = accuracy_of(tallies, main_classes);
    return quality;
}

}  // namespace hive
