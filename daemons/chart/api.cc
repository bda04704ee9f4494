#include "daemons/chart/api.h"

#include <utility>

#include "daemons/chart/answers.h"

namespace hive {
namespace {

Json apiary_json(const Apiary& apiary)
{
    return {{"id", apiary.id}, {"name", apiary.name}, {"time_zone", apiary.time_zone},
        {"first", number_or_null(apiary.first)}, {"last", number_or_null(apiary.last)},
        {"count", apiary.count}, {"bins", apiary.bins}};
}

Json latest_json(const Latest& latest)
{
    Json json {{"t", number_or_null(latest.time)}, {"internal", number_or_null(latest.internal)},
        {"external", number_or_null(latest.external)}};
    for (const auto& [name, value] : latest.extras)
        json[name] = value;
    return json;
}

Json spark_json(const Latest& latest)
{
    Json parts = Json::array();
    for (const auto& part : latest.spark)
        parts.push_back(number_or_null(part));
    return parts;
}

}  // namespace

HttpResponse apiaries_answer(Store& store, const Greeting& greeting)
{
    Json answer {{"apiaries", Json::array()}};
    answer["bin_hz"] = greeting.bin_hz > 0 ? Json(greeting.bin_hz) : Json(nullptr);
    answer["user"] = greeting.user;
    answer["token"] = greeting.token;
    answer["editor"] = greeting.is_editor;
    answer["now"] = greeting.now;
    Json without_store = answer;
    without_store["store"] = "missing";
    without_store["text"] = "hive-sync has not made the store yet";
    const auto list = [&answer](Readings& readings) -> Result<HttpResponse> {
        for (const auto& apiary : TRY(readings.apiaries()))
            answer["apiaries"].push_back(apiary_json(apiary));
        answer["store"] = "ready";
        return json_answer(200, answer);
    };
    return answer_of(answer_from(store, json_answer(200, without_store), list));
}

HttpResponse series_answer(Store& store, std::int64_t apiary)
{
    return answer_for_apiary(
        store, apiary, [](Readings& readings, const Apiary& found) -> Result<HttpResponse> {
            Json list = Json::array();
            for (const auto& series : TRY(readings.series(found)))
                list.push_back({{"name", series.name}, {"title", series.title},
                    {"unit", series.unit}, {"first", number_or_null(series.first)},
                    {"last", number_or_null(series.last)}, {"count", series.count}});
            return json_answer(200, {{"series", std::move(list)}});
        });
}

HttpResponse overview_answer(Store& store, const OpenAlerts& alerts, std::int64_t now)
{
    const auto list = [&](Readings& readings) -> Result<HttpResponse> {
        Json apiaries = Json::array();
        for (const auto& apiary : TRY(readings.apiaries())) {
            const auto latest = TRY(readings.latest(apiary));
            auto json = apiary_json(apiary);
            json["latest"] = latest_json(latest);
            json["spark"] = spark_json(latest);
            const auto open = alerts.find(apiary.id);
            json["alerts"] = open == alerts.end() ? 0 : open->second;
            apiaries.push_back(std::move(json));
        }
        return json_answer(200, {{"apiaries", std::move(apiaries)}, {"now", now}});
    };
    return answer_of(answer_from(store, no_store(), list));
}

}  // namespace hive
