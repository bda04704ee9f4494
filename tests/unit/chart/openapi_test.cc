#include "daemons/chart/openapi.h"

#include <cctype>
#include <set>
#include <string>
#include <utility>

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

TEST(OpenApi, DescribesTheParametersOfLines)
{
    EXPECT_THAT(
        query_parameters("/api/lines"), testing::UnorderedElementsAreArray(range_parameters));
}

TEST(OpenApi, DescribesTheParametersOfTheSpectrogram)
{
    EXPECT_THAT(query_parameters("/api/spectrogram"),
        testing::UnorderedElementsAreArray(spectrogram_parameters));
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
