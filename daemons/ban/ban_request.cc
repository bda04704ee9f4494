#include "daemons/ban/ban_request.h"

#include <algorithm>

#include "daemons/ban/ban_time.h"
#include "lib/json.h"

namespace hive {
namespace {

constexpr std::int64_t year = std::int64_t {365} * 24 * 3600;
constexpr std::int64_t last_time = std::int64_t {1} << 32;  // epoch seconds
constexpr std::int64_t listed_by_default = 1000;
constexpr std::int64_t listed_at_most = 5000;
constexpr std::size_t max_credential = 256;
constexpr std::size_t max_lines = 10;
constexpr std::size_t max_class = 64;

Result<std::optional<std::chrono::seconds>> seconds_of(const Json& arguments)
{
    if (!arguments.contains("seconds"))
        return std::nullopt;
    const auto seconds = integer_at(arguments, "seconds");
    if (seconds == -1)
        return for_ever;
    if (seconds < 1 || seconds > year)
        return fail("seconds is {}, outside 1-{}", seconds, year);
    return std::chrono::seconds {seconds};
}

/// A line break within would make two of it in the store.
std::string one_line(std::string line)
{
    line.resize(std::min(line.size(), Ledger::max_line));
    std::ranges::replace(line, '\n', ' ');
    return line;
}

std::vector<std::string> lines_of(const Json& arguments, const char* key)
{
    std::vector<std::string> lines;
    const auto list = arguments.find(key);
    if (list == arguments.end() || !list->is_array())
        return lines;
    for (const auto& line : *list)
        if (line.is_string() && lines.size() < max_lines)
            lines.push_back(one_line(line.get<std::string>()));
    return lines;
}

}  // namespace

Result<FailureRequest> parse_failure_request(const Json& arguments)
{
    FailureRequest request {.address = TRY(Address::parse(text_at(arguments, "address"))),
        .credential = text_at(arguments, "credential")};
    if (request.credential.size() > max_credential)
        return fail("credential is longer than {} bytes", max_credential);
    request.time = std::chrono::system_clock::from_time_t(
        std::clamp<std::int64_t>(integer_at(arguments, "time"), 0, last_time));
    return request;
}

Result<BanRequest> parse_ban_request(const Json& arguments)
{
    return BanRequest {.network = TRY(Network::parse(text_at(arguments, "address"))),
        .jail = text_at(arguments, "jail"),
        .time = TRY(seconds_of(arguments)),
        .lines = lines_of(arguments, "lines")};
}

Result<Decision> parse_decision(const Json& arguments)
{
    Decision decision {.attack = text_at(arguments, "class"),
        .score = real_at(arguments, "score"),
        .reasons = lines_of(arguments, "reasons")};
    if (decision.attack.size() > max_class)
        return fail("class is longer than {} bytes", max_class);
    const bool is_share = decision.score >= 0 && decision.score <= 1;
    if (!is_share)
        return fail("score is {}, outside 0-1", decision.score);
    std::ranges::replace(decision.attack, '\n', ' ');
    return decision;
}

Result<std::size_t> parse_limit(const Json& arguments)
{
    const auto limit = integer_at(arguments, "limit", listed_by_default);
    if (limit < 1 || limit > listed_at_most)
        return fail("limit is {}, outside 1-{}", limit, listed_at_most);
    return static_cast<std::size_t>(limit);
}

}  // namespace hive
