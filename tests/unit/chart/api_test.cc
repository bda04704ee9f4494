#include "daemons/chart/api.h"

#include <chrono>
#include <cmath>

#include <gtest/gtest.h>

#include "daemons/chart/answers.h"
#include "lib/json.h"
#include "tests/unit/chart/decoded_frame.h"
#include "tests/unit/chart/temporary_store.h"

namespace hive {
namespace {

const auto in_a_minute = std::chrono::steady_clock::now() + std::chrono::minutes {1};

std::string header(const HttpResponse& response, std::string_view name)
{
    for (const auto& [key, value] : response.headers)
        if (key == name)
            return value;
    return "";
}

class Api : public testing::Test {
protected:
    static RangeQuery range(int width)
    {
        return {.apiary = 1, .from = 0, .to = 1000, .width = width};
    }
    static SeriesQuery lines(int width)
    {
        return {.range = range(width), .series = {"internal", "external", "delta"}};
    }
    static Json json(const HttpResponse& response) { return parse_json(response.body).value(); }

    TemporaryDirectory directory;
    std::string path = directory.file("apiary.db");
    Store store {path};
};

TEST_F(Api, ListsNoApiariesWhileTheStoreIsMissing)
{
    const auto response = apiaries_answer(store, {.bin_hz = 0});
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(json(response)["apiaries"], Json::array());
    EXPECT_EQ(json(response)["store"], "missing");
    EXPECT_EQ(json(response)["bin_hz"], nullptr);
}

TEST_F(Api, AsksToComeBackForChartsWhileTheStoreIsMissing)
{
    const auto response = lines_answer(store, lines(10), in_a_minute);
    EXPECT_EQ(response.status, 503);
    EXPECT_EQ(header(response, "Retry-After"), "5");
}

TEST_F(Api, ListsApiariesWithUserAndToken)
{
    StoreWriter writer {path};
    writer.apiary(1, "nørth");
    writer.sample(1, 500, 30.0, 20.0);
    writer.apiary(2, "empty");
    const auto answer = json(
        apiaries_answer(store, {.user = "ann", .token = "abc", .bin_hz = 15.625, .now = 1000}));
    EXPECT_EQ(answer["user"], "ann");
    EXPECT_EQ(answer["token"], "abc");
    EXPECT_EQ(answer["bin_hz"], 15.625);
    EXPECT_EQ(answer["now"], 1000);
    EXPECT_EQ(answer["store"], "ready");
    EXPECT_EQ(answer["apiaries"][0]["first"], nullptr);
    EXPECT_EQ(answer["apiaries"][1]["name"], "nørth");
    EXPECT_EQ(answer["apiaries"][1]["last"], 500);
    EXPECT_EQ(answer["apiaries"][1]["count"], 1);
}

TEST_F(Api, KnowsNoUnknownApiary)
{
    StoreWriter writer {path};
    const auto response = spectrogram_answer(store, {.range = range(10)}, in_a_minute);
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(json(response)["error"], "apiary: there is none with id 1");
}

TEST_F(Api, AnswersLinesAsAFrame)
{
    StoreWriter writer {path};
    writer.apiary(1, "north");
    writer.sample(1, 100, 30.0, 20.0);
    writer.sample(1, 200, std::nullopt, 21.0);
    writer.fault(1, 200, "internal", -127);
    const auto response = lines_answer(store, lines(10), in_a_minute);
    ASSERT_EQ(response.status, 200);
    EXPECT_EQ(header(response, "Content-Type"), "application/x-hive-frame");
    const DecodedFrame frame {response.body};
    EXPECT_EQ(frame.column<double>("t"), (std::vector<double> {100, 200}));
    EXPECT_EQ(frame.column<float>("external"), (std::vector {20.F, 21.F}));
    EXPECT_EQ(frame.column<float>("delta")[0], 10.F);
    EXPECT_TRUE(std::isnan(frame.column<float>("internal")[1]));
    EXPECT_EQ(frame.meta["samples"], 2);
    EXPECT_EQ(frame.meta["reduced"], false);
    EXPECT_EQ(frame.meta["step"], 100);
    EXPECT_EQ(frame.meta["faults"],
        parse_json(R"([{"t":200,"part":"internal","value":-127.0}])").value());
    EXPECT_EQ(frame.meta["more_faults"], false);
}

TEST_F(Api, ListsAtMostAThousandFaultsAndSaysThereAreMore)
{
    StoreWriter writer {path};
    writer.apiary(1, "north");
    writer.execute("BEGIN");
    for (std::int64_t i = 0; i < 1001; ++i)
        writer.fault(1, i % 1000, "internal", 85);
    writer.execute("COMMIT");
    const auto response = lines_answer(store, lines(10), in_a_minute);
    const DecodedFrame frame {response.body};
    EXPECT_EQ(frame.meta["faults"].size(), 1000U);
    EXPECT_EQ(frame.meta["more_faults"], true);
}

TEST_F(Api, AnswersASpectrogramAsAFrame)
{
    StoreWriter writer {path};
    writer.apiary(1, "north");
    writer.sample(1, 100, 30.0, 20.0, 5.F);
    writer.sample(1, 600, 30.0, 20.0, 6.F);
    const auto response
        = spectrogram_answer(store, {.range = range(2), .aggregate = Aggregate::max}, in_a_minute);
    ASSERT_EQ(response.status, 200);
    const DecodedFrame frame {response.body};
    EXPECT_EQ(frame.column<float>("value").size(), 128U);
    EXPECT_EQ(frame.column<float>("value")[127], 6.F);
    EXPECT_EQ(frame.column<std::uint32_t>("count"), (std::vector<std::uint32_t> {1, 1}));
    EXPECT_EQ(frame.meta["mode"], "max");
    EXPECT_EQ(frame.meta["width"], 2);
    EXPECT_EQ(frame.meta["low"], 5.0);
    EXPECT_EQ(frame.meta["high"], 6.0);
}

TEST_F(Api, HasNoEndsOfTheScaleWithoutData)
{
    StoreWriter writer {path};
    writer.apiary(1, "north");
    const auto response = spectrogram_answer(store, {.range = range(2)}, in_a_minute);
    const DecodedFrame frame {response.body};
    EXPECT_EQ(frame.meta["low"], nullptr);
    EXPECT_EQ(frame.meta["gaps"], parse_json("[[0,2]]").value());
    EXPECT_EQ(frame.meta["samples"], 0);
}

TEST_F(Api, SkipsSpectraItCannotRead)
{
    StoreWriter writer {path};
    writer.apiary(1, "north");
    writer.sample(1, 100, 30.0, 20.0, 5.F);
    writer.execute("UPDATE sample SET fft = x'09ff'");
    const auto response = spectrogram_answer(store, {.range = range(2)}, in_a_minute);
    const DecodedFrame frame {response.body};
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(frame.meta["samples"], 0);
}

TEST_F(Api, RefusesARangeThatTakesTooLong)
{
    StoreWriter writer {path};
    writer.apiary(1, "north");
    writer.sample(1, 100, 30.0, 20.0, 5.F);
    EXPECT_EQ(lines_answer(store, lines(2), Readings::Deadline::min()).status, 503);
    EXPECT_EQ(
        spectrogram_answer(store, {.range = range(2)}, Readings::Deadline::min()).status, 503);
}

TEST_F(Api, DrawsAFurtherSeriesInItsOwnColumn)
{
    StoreWriter writer {path};
    writer.apiary(1, "north");
    writer.sample(1, 100, 30.0, 20.0);
    writer.series(7, "weight", "kg");
    writer.extra(1, 7, 100, 42.5);
    const auto response
        = lines_answer(store, {.range = range(10), .series = {"weight", "internal"}}, in_a_minute);
    ASSERT_EQ(response.status, 200);
    const DecodedFrame frame {response.body};
    EXPECT_EQ(frame.column<float>("weight"), std::vector {42.5F});
    EXPECT_EQ(frame.column<float>("internal"), std::vector {30.F});
}

TEST_F(Api, KnowsNoUnknownSeries)
{
    StoreWriter writer {path};
    writer.apiary(1, "north");
    EXPECT_EQ(lines_answer(store, {.range = range(10), .series = {"x"}}, in_a_minute).status, 404);
}

TEST_F(Api, AnswersEverySampleForThreeDimensions)
{
    StoreWriter writer {path};
    writer.apiary(1, "north");
    writer.sample(1, 100, 30.0, 20.0, 5.F);
    writer.sample(1, 200, std::nullopt, 20.0, 6.F);
    writer.sample(1, 300, 31.0, 20.0);
    const auto response = samples_answer(store, range(1), 15.625, in_a_minute);
    ASSERT_EQ(response.status, 200);
    const DecodedFrame frame {response.body};
    EXPECT_EQ(frame.meta["samples"], 2);
    EXPECT_EQ(frame.meta["bins"], 64);
    EXPECT_EQ(frame.meta["bin_hz"], 15.625);
    EXPECT_EQ(frame.column<double>("t"), (std::vector<double> {100, 200}));
    const auto bins = frame.column<std::int8_t>("bins");
    ASSERT_EQ(bins.size(), 128U);
    EXPECT_EQ(bins[63], 5);
    EXPECT_EQ(bins[64], 6);
    EXPECT_EQ(frame.column<float>("internal")[0], 30.F);
    EXPECT_TRUE(std::isnan(frame.column<float>("internal")[1]));
}

TEST_F(Api, LaysApiariesOverEachOther)
{
    StoreWriter writer {path};
    writer.apiary(1, "north");
    writer.apiary(2, "south");
    writer.sample(1, 500, 30.0, 20.0);
    writer.sample(2, 400, 31.0, 20.0);
    const CompareQuery query {.lines = {{.apiary = 1, .shift = 0}, {.apiary = 2, .shift = -100}},
        .from = 0,
        .to = 1000,
        .width = 10,
        .series = "internal"};
    const auto response = compare_answer(store, query, in_a_minute);
    ASSERT_EQ(response.status, 200);
    const DecodedFrame frame {response.body};
    EXPECT_EQ(frame.column<double>("t.1"), std::vector<double> {500});
    EXPECT_EQ(frame.column<float>("value.1"), std::vector {31.F});
    EXPECT_EQ(frame.meta["lines"][1]["name"], "south");
}

TEST_F(Api, ListsApiariesWithTheirNewestValuesAndAlerts)
{
    StoreWriter writer {path};
    writer.apiary(1, "north");
    writer.sample(1, 500, 30.0, std::nullopt);
    writer.series(7, "weight", "kg");
    writer.extra(1, 7, 500, 42.5);
    const auto answer = json(overview_answer(store, {{1, 2}}, 1000));
    const auto& north = answer["apiaries"][0];
    EXPECT_EQ(north["latest"],
        parse_json(R"({"t":500,"internal":30.0,"external":null,"weight":42.5})").value());
    EXPECT_EQ(north["spark"].size(), 48U);
    EXPECT_EQ(north["spark"][47], 30.0);
    EXPECT_EQ(north["alerts"], 2);
    EXPECT_EQ(answer["now"], 1000);
}

}  // namespace
}  // namespace hive
