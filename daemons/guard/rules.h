// daemons/guard/rules.h - what counts as an offence without any model, as leaky buckets. Pure.
//
// Each rule has a bucket a client: an offence fills it by one, and it empties by `limit` in
// `window`. A bucket above its limit speaks against the client. Behind one address there may be a
// thousand people, some of whom follow a dead link, mistype a password or search for odd words:
// ordinary requests, which are answered well and offend no rule, empty the bucket as well.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemons/guard/config.h"
#include "daemons/guard/verdict.h"
#include "lib/request_traits.h"

namespace hive {

enum class RuleId : std::uint8_t {
    rate,
    busting,
    scan,
    probe,
    method,
    agent,
    login,
    slow,
    sql,
    script,
    traversal,
    command,
};
constexpr std::size_t rule_count = 12;

struct Rule {
    std::string_view name;  // "scan"
    std::string_view class_name;  // what the client is then said to do: "Scan"
    std::string_view what;  // of the sentence "31 WHAT in 60 s, 30 are allowed"
    float limit;
    std::chrono::seconds window;
    /// So many ordinary requests make up for one offence; 0: none do.
    float made_up_by = 0;
    /// Says who it is or how much it is, not what is wanted: any other rule says more.
    bool is_general = false;
    bool is_enabled = true;
};
using RuleTable = std::array<Rule, rule_count>;

/// The rules with their own numbers, by RuleId.
extern const RuleTable standard_rules;
/// @return null for an unknown name
[[nodiscard]] const Rule* find_rule(std::string_view name);
/// "rate, busting, …"
[[nodiscard]] std::string rule_names();
/// The standard rules as guard.ini changes them.
[[nodiscard]] RuleTable rules_of(const std::list<RuleConfig>& changes);

/// One client's buckets. 80 bytes.
class RuleState {
public:
    /// Rules a request offended against: a bit each.
    using Offences = std::uint32_t;
    /// Counts a request.
    Offences add(const RuleTable& rules, const RequestTraits& request, EventTime time);
    /// Counts an offence against one rule.
    Offences add(const RuleTable& rules, RuleId rule, EventTime time);

    /// Of the rules just offended against, the one above its limit by the largest factor. Where
    /// that is a general one, another rule above its limit stands for it.
    [[nodiscard]] std::optional<RuleId> fired(const RuleTable& rules, Offences offences) const;
    /// The fullest buckets, at least half full, the fullest first.
    [[nodiscard]] std::vector<Reason> reasons(const RuleTable& rules) const;
    /// 1 - limit / level / 2: from .5 at the limit to 1.
    [[nodiscard]] double score(const RuleTable& rules, RuleId rule) const;
    /// Whether a rule that is not general has as much as half of what it takes: enough to
    /// believe a model that speaks against the client.
    [[nodiscard]] bool is_suspect(const RuleTable& rules) const;

private:
    enum class Among { specific, general };
    [[nodiscard]] std::optional<RuleId> worst(
        const RuleTable& rules, Offences offences, Among among) const;
    void leak(const RuleTable& rules, EventTime time);
    Offences count_all(const RequestTraits& request);
    void make_up(const RuleTable& rules, const RequestTraits& request);
    [[nodiscard]] float fill(const RuleTable& rules, std::size_t rule) const
    {
        return rules[rule].is_enabled ? levels_[rule] / rules[rule].limit : 0;
    }

    std::array<float, rule_count> levels_ {};
    std::uint64_t missed_ = 0;  // sketches of paths: those not found, and probes
    std::uint64_t probed_ = 0;
    std::uint32_t last_ = 0;  // hundredths of a second, of the last leak
    std::uint32_t path_ = 0;  // hashes of the last request
    std::uint32_t target_ = 0;
};

}  // namespace hive
