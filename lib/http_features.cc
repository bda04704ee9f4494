#include "lib/http_features.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace hive {

const std::array<std::string_view, http_feature_count> http_feature_names {"paths",
    "query variants", "not found", "refused logins", "client errors", "page parts", "referers",
    "sql signs", "script signs", "traversal signs", "command signs", "probes",
    "special characters"};

namespace {

bool is_client_error(const RequestTraits& request)
{
    return request.status >= 400 && request.status < 500 && request.status != 401
        && request.status != 404 && request.status != 429
        && request.method != RequestTraits::Method::file;
}

void count(std::uint16_t& counter, bool counts = true, unsigned by = 1)
{
    if (counts)
        counter = static_cast<std::uint16_t>(std::min(counter + by, 0xffffU));
}

}  // namespace

void HttpWindow::add(const RequestTraits& request)
{
    count(requests);
    paths |= std::uint64_t {1} << (request.path_hash % 64);
    targets |= std::uint64_t {1} << (request.target_hash % 64);
    count(misses, request.is_miss());
    count(refused_logins, request.is_login_refused);
    count(client_errors, is_client_error(request));
    count(assets, request.is_asset);
    count(referers, request.has_referer);
    count(sql, request.signs.sql >= payload_found);
    count(script, request.signs.script >= payload_found);
    count(traversal, request.signs.traversal >= payload_found);
    count(command, request.signs.command >= payload_found);
    count(probes, request.is_failed_probe());
    count(special, true, std::min<unsigned>(request.special, 64));
}

float distinct_in(std::uint64_t sketch)
{
    const auto empty = static_cast<float>(64 - std::popcount(sketch));
    return 64 * std::log(64 / std::max(empty, 0.5F));
}

HttpHistory::Sums HttpHistory::with(const HttpWindow& window, std::int64_t number) const
{
    constexpr auto windows_in_half_life = static_cast<float>(http_half_life / http_window);
    const auto age = static_cast<float>(std::max<std::int64_t>(number - number_, 0));
    const float faded = std::exp2(-age / windows_in_half_life);
    const Sums more {static_cast<float>(window.requests), distinct_in(window.paths),
        distinct_in(window.targets), static_cast<float>(window.misses),
        static_cast<float>(window.refused_logins), static_cast<float>(window.client_errors),
        static_cast<float>(window.assets), static_cast<float>(window.referers),
        static_cast<float>(window.sql), static_cast<float>(window.script),
        static_cast<float>(window.traversal), static_cast<float>(window.command),
        static_cast<float>(window.probes), static_cast<float>(window.special)};
    Sums all {};
    std::ranges::transform(sums_, more, all.begin(), [faded](std::uint16_t old, float fresh) {
        return static_cast<float>(old) / unit * faded + fresh;
    });
    return all;
}

HttpFeatures HttpHistory::features(const HttpWindow& window, std::int64_t number) const
{
    const auto sum = with(window, number);
    const auto all = sum[requests] + http_unremarkable;
    return {sum[paths] / all, std::max(sum[targets] - sum[paths], 0.0F) / all, sum[misses] / all,
        sum[refused_logins] / all, sum[client_errors] / all, sum[assets] / all, sum[referers] / all,
        sum[sql] / all, sum[script] / all, sum[traversal] / all, sum[command] / all,
        sum[probes] / all, sum[special] / all};
}

void HttpHistory::add(const HttpWindow& window, std::int64_t number)
{
    std::ranges::transform(with(window, number), sums_.begin(), [](float sum) {
        return static_cast<std::uint16_t>(std::min(std::round(sum * unit), 65535.0F));
    });
    number_ = static_cast<std::uint32_t>(number);
}

}  // namespace hive
