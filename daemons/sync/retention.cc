#include "daemons/sync/retention.h"

#include <algorithm>
#include <limits>
#include <span>

#include <fmt/format.h>

namespace hive {

std::int64_t first_kept(
    const SyncConfig& config, std::string_view apiary, std::int64_t last, std::int64_t now)
{
    constexpr std::int64_t day = 86400;
    const auto found = std::ranges::find(config.apiaries, apiary, &ApiaryConfig::name);
    const auto span
        = (found == config.apiaries.end() ? config.retention : found->retention).count();
    const auto first = std::min(last, now) - span;
    if (span == 0 || first <= 0)
        return std::numeric_limits<std::int64_t>::min();
    return first - first % day;
}

std::vector<std::string> unknown_apiaries(
    const SyncConfig& config, const std::vector<std::string>& known)
{
    constexpr std::size_t most_named = 10;
    if (known.empty())
        return {};
    const auto named = std::span {known}.first(std::min(known.size(), most_named));
    const auto others = known.size() - named.size();
    std::vector<std::string> sentences;
    for (const auto& apiary : config.apiaries)
        if (std::ranges::find(known, apiary.name) == known.end())
            sentences.push_back(
                fmt::format("[apiary {}]: there is no such apiary, only {}{}", apiary.name,
                    fmt::join(named, ", "), others > 0 ? fmt::format(" and {} more", others) : ""));
    return sentences;
}

}  // namespace hive
