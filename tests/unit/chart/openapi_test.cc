#include "daemons/chart/openapi.h"

#include <array>
#include <cctype>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemons/chart/query.h"
#include "daemons/chart/routes.h"
#include "lib/json.h"

namespace hive {
namespace {

using Addresses = std::set<std::pair<std::string, std::string>>;

std::string upper(std::string text)
{
    for (auto& c : text)
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
}

Json document()
{
    return parse_json(openapi_document()).value();
}

/// Names of the query parameters of a GET; references followed.
std::set<std::string> query_parameters(const std::string& path)
{
    const Json whole = document();
    std::set<std::string> names;
    for (const auto& entry : whole["paths"][path]["get"]["parameters"]) {
        const Json& parameter = entry.contains("$ref")
            ? whole.at(Json::json_pointer {entry["$ref"].get<std::string>().substr(1)})
            : entry;
        names.insert(parameter["name"].get<std::string>());
    }
    return names;
}

TEST(OpenApi, DescribesExactlyTheRoutesThereAre)
{
    Addresses described;
    const Json whole = document();
    for (const auto& [path, methods] : whole["paths"].items())
        for (const auto& [method, operation] : methods.items())
            described.emplace(upper(method), path);
    Addresses served;
    for (const auto& route : routes())
        served.emplace(route.method, route.path);
    EXPECT_EQ(described, served);
}

struct Described {
    const char* path;
    std::vector<std::string_view> parameters;
};

class DescribedParameters : public testing::TestWithParam<Described> { };

TEST_P(DescribedParameters, AreThoseTheServerTakes)
{
    EXPECT_THAT(query_parameters(GetParam().path),
        testing::UnorderedElementsAreArray(GetParam().parameters));
}

template <std::size_t count>
Described described(const char* path, const std::array<std::string_view, count>& parameters)
{
    return {path, {parameters.begin(), parameters.end()}};
}

INSTANTIATE_TEST_SUITE_P(OpenApi, DescribedParameters,
    testing::Values(described("/api/lines", lines_parameters),
        described("/api/spectrogram", spectrogram_parameters),
        described("/api/samples", samples_parameters), described("/api/csv", csv_parameters),
        described("/api/compare", compare_parameters), described("/api/series", series_parameters),
        described("/api/notes", notes_parameters), described("/api/alerts", alerts_parameters),
        described("/api/traffic/decisions", decisions_parameters)),
    [](const auto& row) {
        const std::string_view path {row.param.path};
        return std::string {path.substr(path.rfind('/') + 1)};
    });

TEST(OpenApi, AsksForATokenWhereverSomethingChanges)
{
    const Json whole = document();
    for (const auto& route : routes()) {
        if (route.method != "POST")
            continue;
        const auto& parameters = whole["paths"][std::string {route.path}]["post"]["parameters"];
        EXPECT_EQ(parameters.back()["$ref"], "#/components/parameters/token") << route.path;
    }
}

TEST(OpenApi, NamesTheWidestWidth)
{
    const Json width = document()["components"]["parameters"]["width"];
    EXPECT_EQ(width["schema"]["maximum"], max_width);
}

/// Collects the targets of all references below a value.
void collect_references(const Json& value, std::set<std::string>& targets)
{
    if (value.is_object() && value.contains("$ref"))
        targets.insert(value["$ref"].get<std::string>());
    if (value.is_structured())
        for (const auto& child : value)
            collect_references(child, targets);
}

TEST(OpenApi, RefersOnlyToWhatItDefines)
{
    const Json whole = document();
    std::set<std::string> targets;
    collect_references(whole, targets);
    ASSERT_FALSE(targets.empty());
    for (const auto& target : targets)
        EXPECT_TRUE(whole.contains(Json::json_pointer {target.substr(1)})) << target;
}

}  // namespace
}  // namespace hive
