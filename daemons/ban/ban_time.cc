#include "daemons/ban/ban_time.h"

#include <algorithm>
#include <cmath>

#include "lib/number.h"

namespace hive {
namespace {

constexpr int most_doublings = 20;
constexpr int most_factor = 1000;
constexpr int most_multiplier = 1'000'000;
constexpr std::int64_t ten_years = std::int64_t {3650} * 24 * 3600;

double multiple(const BanGrowth& growth, int former)
{
    const auto count = static_cast<std::size_t>(former);
    if (!growth.multipliers.empty())
        return growth.factor * growth.multipliers[std::min(count, growth.multipliers.size() - 1)];
    switch (growth.formula) {
    case BanGrowth::Formula::doubling:
        return std::max(1.0, std::ldexp(growth.factor, std::min(former, most_doublings)));
    case BanGrowth::Formula::exponential: return std::max(1.0, std::exp(growth.factor * former));
    }
    std::unreachable();
}

Result<double> parse_multiplier(std::string_view text)
{
    const auto value = number_within<double>(text, 0, most_multiplier);
    if (!value)
        return fail("'{}' is no multiplier (0-{})", text, most_multiplier);
    return *value;
}

}  // namespace

std::chrono::seconds ban_time(
    const BanGrowth& growth, std::chrono::seconds time, int former, double chance)
{
    if (!growth.is_on || former == 0 || time >= for_ever)
        return time;
    const double limit = growth.longest.count() > 0 ? static_cast<double>(growth.longest.count())
                                                    : static_cast<double>(for_ever.count());
    const double grown
        = std::min(static_cast<double>(time.count()) * multiple(growth, former), limit);
    const double whole = grown + chance * static_cast<double>(growth.random.count());
    // A multiplier of 0 is no reason to ban for no time at all.
    return std::chrono::seconds {
        std::clamp(static_cast<std::int64_t>(whole), std::int64_t {1}, for_ever.count())};
}

std::vector<Option> growth_options(BanGrowth& growth)
{
    using enum BanGrowth::Formula;
    return {
        Option::flag("increment", growth.is_on,
            "Whether each further ban of an address lasts longer than the one before."),
        Option::choice("increment_formula", growth.formula,
            {{"doubling", doubling}, {"exponential", exponential}},
            "How: ban_time * 2^bans * factor, or ban_time * e^(factor * bans). These are the two "
            "formulas of fail2ban's jail.conf."),
        Option::real("increment_factor", growth.factor, 0.001, most_factor,
            "The factor of the formula, or of the multipliers."),
        Option::list_of<double>("increment_multipliers", growth.multipliers, &parse_multiplier,
            "numbers",
            "In place of the formula: what ban_time is multiplied with at the second, third, … "
            "ban; the first number is that of a first ban."),
        Option::seconds("increment_longest", growth.longest, {0, ten_years},
            "A longer ban lasts this long. 0: no limit."),
        Option::seconds("increment_random", growth.random, {0, ten_years},
            "Up to so much is added by chance, so that the end cannot be foretold."),
        Option::flag("increment_all_jails", growth.counts_all_jails,
            "Whether bans of the address by other jails count, too."),
    };
}

}  // namespace hive
