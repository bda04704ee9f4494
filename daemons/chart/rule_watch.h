// daemons/chart/rule_watch.h - looks at every rule and every apiary it is for, again and again.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "daemons/chart/rule.h"
#include "daemons/chart/site.h"
#include "daemons/chart/store.h"
#include "daemons/chart/swarm.h"
#include "daemons/chart/verdict.h"
#include "lib/result.h"

namespace hive {

/// An alert that has begun or is over.
struct AlertChange {
    std::int64_t alert;
    std::int64_t rule;
    std::int64_t apiary;
    bool is_open;
};

/// Judges one rule for one apiary by what the store holds.
/// @param bin_hz width of a bin, 0 = unknown: then the sound says nothing
[[nodiscard]] Result<Verdict> judge_by_store(
    Readings& readings, const Apiary& apiary, const Rule& rule, double bin_hz, std::int64_t now);

/// Opens and ends alerts in site.db. While a condition holds there is one alert, however often
/// it is looked at. One thread at a time.
class RuleWatch {
public:
    /// Both outlive the watch.
    RuleWatch(Store& store, Site& site, double bin_hz)
        : store_ {store}, site_ {site}, bin_hz_ {bin_hz}
    {
    }
    /// @param now epoch seconds, never earlier than in the call before
    Result<std::vector<AlertChange>> look(std::int64_t now);

private:
    /// The last verdict and what it was made from.
    struct Seen {
        std::int64_t count;  // samples of the apiary
        std::optional<std::int64_t> last;  // of its samples
        std::int64_t changed;  // the rule
        std::int64_t at;
        Verdict verdict;
    };
    using Place = std::pair<std::int64_t, std::int64_t>;  // rule, apiary

    Result<Verdict> verdict_for(
        Readings& readings, const Apiary& apiary, const Rule& rule, std::int64_t now);
    Result<std::vector<AlertChange>> judge_all(Readings& readings, std::int64_t now);
    Result<std::optional<AlertChange>> act(
        const Rule& rule, const Apiary& apiary, const Verdict& verdict, std::int64_t now);
    Result<> end_orphans(std::vector<AlertChange>& changes, std::int64_t now);

    Store& store_;
    Site& site_;
    double bin_hz_;
    std::map<Place, Seen> seen_;  // of the rules and apiaries there are
    std::map<Place, std::int64_t> open_;  // id of the open alert; as site.db was before the look
};

}  // namespace hive
