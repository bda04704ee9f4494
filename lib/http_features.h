// lib/http_features.h - one client's requests in a window of five seconds, as numbers for a model.
//
// A short window says little of a slow client, so the features look back: sums that fade with a
// half-life of `http_half_life`, the window itself included. They name what holds on any site
// (errors, signs of payloads), never what a site happens to look like (lengths of paths,
// technologies). How many requests there are is for rules to judge: many people behind one address
// are no attack. So every feature is a share of the client's requests, and `http_unremarkable`
// requests of which nothing can be said are counted besides: what is said of few is said quietly.
// Nor are answers of 500 the client's doing. Methods are none: on a site of pages alone every POST
// seems to be an attack, and elsewhere half of the traffic is.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lib/request_traits.h"

namespace hive {

constexpr std::size_t http_feature_count = 13;
/// In the order a model takes them.
extern const std::array<std::string_view, http_feature_count> http_feature_names;
using HttpFeatures = std::array<float, http_feature_count>;

constexpr std::chrono::seconds http_window {5};
constexpr std::chrono::seconds http_half_life {60};
constexpr float http_unremarkable = 10;

/// What one window counts; numbers stop at 65535. 40 bytes.
struct HttpWindow {
    void add(const RequestTraits& request);

    std::uint64_t paths = 0;  // sketches: a bit for each hash seen, modulo 64
    std::uint64_t targets = 0;
    std::uint16_t requests = 0;
    std::uint16_t misses = 0;  // RequestTraits::is_miss()
    std::uint16_t refused_logins = 0;
    std::uint16_t client_errors = 0;  // 4xx but 401, 404, 429, and those of a share's clients
    std::uint16_t assets = 0;
    std::uint16_t referers = 0;
    std::uint16_t sql = 0;  // requests with such signs
    std::uint16_t script = 0;
    std::uint16_t traversal = 0;
    std::uint16_t command = 0;
    std::uint16_t probes = 0;  // RequestTraits::is_failed_probe()
    std::uint16_t special = 0;
};

/// The fading sums of one client, each at most 4095. 32 bytes: there are many clients.
class HttpHistory {
public:
    /// What a model is shown of a window.
    /// @param number of the window: its start / http_window
    [[nodiscard]] HttpFeatures features(const HttpWindow& window, std::int64_t number) const;
    /// Takes a window in. @param number not smaller than the last one
    void add(const HttpWindow& window, std::int64_t number);

private:
    enum Sum : std::size_t {
        requests,
        paths,
        targets,
        misses,
        refused_logins,
        client_errors,
        assets,
        referers,
        sql,
        script,
        traversal,
        command,
        probes,
        special,
        sums,
    };
    using Sums = std::array<float, sums>;
    static constexpr float unit = 16;  // a sum is kept in sixteenths
    [[nodiscard]] Sums with(const HttpWindow& window, std::int64_t number) const;

    std::array<std::uint16_t, sums> sums_ {};
    std::uint32_t number_ = 0;  // of the last window
};

/// How many different hashes a sketch of 64 bits saw, estimated (linear counting).
[[nodiscard]] float distinct_in(std::uint64_t sketch);

}  // namespace hive
