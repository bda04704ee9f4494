#include "tools/hive-train/training_data.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <utility>

#include "lib/access_log.h"
#include "lib/flow.h"
#include "lib/guard_schema.h"
#include "lib/http_windows.h"
#include "lib/sqlite.h"

namespace hive {
namespace {

/// Clients told apart in one log: more than hive-guard does.
constexpr std::size_t clients_in_log = 1'000'000;

/// Gives `work` the lines of a file, with their numbers from 1.
template <class Work>
Result<> for_each_line(const std::string& path, const Work& work)
{
    std::ifstream file;
    if (path != "-") {
        file.open(path);
        if (!file)
            return std::unexpected {Error::from_errno(errno, "open " + path)};
    }
    auto& stream = path == "-" ? std::cin : file;
    std::string line;
    for (std::size_t number = 1; std::getline(stream, line); ++number)
        TRY(work(number, line));
    return {};
}

std::string shown_name(const std::string& path)
{
    return path == "-" ? "standard input" : path;
}

Result<> add_flow(LabelledRows& rows, const Result<Flow>& flow)
{
    if (!flow)
        return std::unexpected {flow.error()};
    auto time = static_cast<std::int64_t>(rows.rows() + 1);
    if (const auto& known = flow->time)
        time = known->time_since_epoch().count();
    return rows.add(flow->features, flow->label, time);
}

/// How many times slower the clients of a log are made besides, to be learned from.
constexpr std::array<std::uint32_t, 3> slower {2, 4, 8};
/// How many times busier the visitors of a log are made together.
constexpr std::array<std::uint32_t, 3> busier {8, 64, 512};

struct Request {
    HttpWindows::Time time;
    Address client;
    RequestTraits traits;
};

/// Requests kept of one log at most: some 80 bytes each.
constexpr std::size_t max_requests = 20'000'000;

/// In the order of their times: collected logs are not always sorted.
Result<std::vector<Request>> read_requests(const std::string& path, const Complain& complain)
{
    AccessLogReader reader;
    std::vector<Request> requests;
    TRY(for_each_line(path, [&](std::size_t number, const std::string& line) -> Result<> {
        if (requests.size() == max_requests)
            return fail("{}: more than {} requests", shown_name(path), max_requests);
        const auto event = reader.read(line);
        if (event)
            requests.push_back({.time = event->time,
                .client = client_address(event->client),
                .traits = traits_of(*event)});
        else
            complain(fmt::format("{}:{}: {}", shown_name(path), number, event.error().message()));
        return {};
    }));
    std::ranges::stable_sort(requests, {}, &Request::time);
    return requests;
}

/// A row for each window of each client, counted as hive-guard counts them.
/// @param times so many times faster than they came; the rows bear the time they came at
Result<> add_windows(LabelledRows& rows, std::span<const Request> requests,
    const std::string& label, LabelledRows::Origin origin, std::uint32_t times = 1)
{
    if (requests.empty())
        return {};
    const auto begin = requests.front().time;
    Result<> added;  // the first that failed
    HttpWindows windows {clients_in_log, {.closed = [&](auto, const HttpWindowRow& row) {
                             const auto time = begin + (row.start - begin) * times;
                             const auto micros = time.time_since_epoch().count();
                             if (auto one = rows.add(row.features, label, micros, origin);
                                 !one && added)
                                 added = std::move(one);
                         }}};
    for (const auto& request : requests)
        windows.add(windows.touch(request.client), request.time, request.traits);
    windows.finish();
    return added;
}

/// As if every client had been so many times slower: which of the requests stay is drawn.
std::vector<Request> thinned(std::span<const Request> requests, std::uint32_t times)
{
    std::mt19937 random {times};
    std::vector<Request> left;
    std::ranges::copy_if(
        requests, std::back_inserter(left), [&](const Request&) { return random() % times == 0; });
    return left;
}

std::string_view kind_name(Arguments::Kind kind)
{
    return kind == Arguments::Kind::http ? "http" : "flows";
}

/// As if all clients were behind one address, and so many times as busy.
std::vector<Request> gathered(std::span<const Request> requests, std::uint32_t times)
{
    std::vector<Request> all {requests.begin(), requests.end()};
    for (auto& request : all) {
        request.client = all.front().client;
        request.time = all.front().time + (request.time - all.front().time) / times;
    }
    return all;
}

enum class Purpose { learn, judge };

LogUse use_of(const LabelledLog& log, const Arguments& arguments, Purpose purpose)
{
    if (purpose == Purpose::judge)
        return LogUse::as_it_is;
    return arguments.is_benign(log.label) ? LogUse::to_learn_of_visitors : LogUse::to_learn;
}

Result<> read_sources(LabelledRows& rows, const Arguments::Sources& sources,
    const Arguments& arguments, Arguments::Kind kind, Purpose purpose, const Complain& complain)
{
    for (const auto& path : sources.data)
        TRY(read_flows(rows, path, complain));
    for (const auto& log : sources.logs)
        TRY(read_access_log(rows, log, use_of(log, arguments, purpose), complain));
    for (const auto& path : sources.histories)
        TRY(read_history(rows, path, kind));
    return {};
}

}  // namespace

std::span<const std::string_view> feature_names(Arguments::Kind kind)
{
    switch (kind) {
    case Arguments::Kind::flows: return flow_feature_names;
    case Arguments::Kind::http: return http_feature_names;
    }
    std::unreachable();
}

Result<> read_flows(LabelledRows& rows, const std::string& path, const Complain& complain)
{
    FlowReader reader;
    bool is_json = false;
    return for_each_line(path, [&](std::size_t number, const std::string& line) -> Result<> {
        if (number == 1)
            is_json = line.starts_with('{');
        if (number == 1 && !is_json) {
            if (auto header = reader.read_header(line); !header)
                return std::unexpected {std::move(header).error().within(shown_name(path))};
            return {};
        }
        const auto added = add_flow(rows, is_json ? reader.read_json(line) : reader.read_csv(line));
        if (!added)
            complain(fmt::format("{}:{}: {}", shown_name(path), number, added.error().message()));
        return {};
    });
}

Result<> read_access_log(
    LabelledRows& rows, const LabelledLog& log, LogUse use, const Complain& complain)
{
    const auto requests = TRY(read_requests(log.path, complain));
    TRY(add_windows(rows, requests, log.label, LabelledRows::Origin::seen));
    if (use == LogUse::as_it_is)
        return {};
    constexpr auto derived = LabelledRows::Origin::derived;
    for (const auto times : slower)
        TRY(add_windows(rows, thinned(requests, times), log.label, derived));
    if (use == LogUse::to_learn_of_visitors)
        for (const auto times : busier)
            TRY(add_windows(rows, gathered(requests, times), log.label, derived, times));
    return {};
}

Result<> read_history(LabelledRows& rows, const std::string& path, Arguments::Kind kind)
{
    auto database = TRY(Sqlite::open(path, Sqlite::Mode::read_only));
    const auto version = TRY(database.integer("PRAGMA user_version"));
    if (version < 1 || version > static_cast<std::int64_t>(guard_migrations.size()))
        return fail("{}: is no guard.db of this version", path);
    auto windows = TRY(database.prepare(
        "SELECT features, CASE label WHEN '' THEN class ELSE label END, ts FROM window "
        "WHERE kind = ? ORDER BY id"));
    TRY(windows.bind(1, kind_name(kind)));
    constexpr std::int64_t microseconds = 1'000'000;
    while (TRY(windows.step())) {
        const auto features = decode_features(windows.blob(0));
        if (!features || features->size() != feature_names(kind).size())
            return fail("{}: has windows of other features than this version's", path);
        TRY(rows.add(*features, windows.text(1), windows.integer(2) * microseconds));
    }
    return {};
}

Result<TrainingData> read_training_data(
    const Arguments& arguments, Arguments::Kind kind, const Complain& complain)
{
    TrainingData data;
    const auto count = [&](std::string_view complaint) {
        ++data.refused;
        complain(complaint);
    };
    LabelledRows rows {feature_names(kind)};
    const auto purpose = arguments.mode == Arguments::Mode::train ? Purpose::learn : Purpose::judge;
    TRY(read_sources(rows, arguments.learn_from, arguments, kind, purpose, count));
    if (!arguments.judge_by.is_empty()) {
        rows.begin_test();
        TRY(read_sources(rows, arguments.judge_by, arguments, kind, Purpose::judge, count));
    }
    data.table = TRY(rows.finish(arguments.mode == Arguments::Mode::train ? 2 : 1));
    return data;
}

}  // namespace hive
