#include "tools/hive-train/evaluation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/json.h"
#include "tools/hive-train/report.h"

namespace hive {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Values below 1 are taken for "Benign".
ForestModel sample_model()
{
    return {.objective = ForestModel::Objective::logistic,
        .classes = 2,
        .features = 1,
        .trees = {{.left = {1, -1, -1},
            .right = {2, -1, -1},
            .feature = {0, 0, 0},
            .threshold = {1, -2, 2},
            .missing_left = {0, 0, 0},
            .cover = {2, 1, 1},
            .value = {0, -2, 2}}}};
}

ModelCard sample_card()
{
    return {.benign = "Benign", .classes = {"Benign", "DoS"}, .features = {"rate"}};
}

/// Of four benign rows one looks like an attack, of two attacks one does.
TrainingTable sample_table()
{
    return {.feature_names = {"other", "rate"},
        .class_names = {"Benign", "DoS"},
        .columns = {{9, 9, 9, 9, 9, 9}, {0, 0, 0, 5, 5, 0}},
        .classes = {0, 0, 0, 0, 1, 1},
        .times = {6, 5, 4, 3, 2, 1}};
}

Evaluation sample_evaluation()
{
    const auto table = sample_table();
    const Forest forest {sample_model()};
    return evaluate(Predictor::create(forest, sample_card(), table).value(), table,
        {.train = {}, .test = {0, 1, 2, 3, 4, 5}}, "Benign");
}

TEST(TimeSplit, HoldsBackTheLatestOfEachClass)
{
    const auto split = split_by_time(sample_table(), 0.5);
    EXPECT_THAT(split.train, ElementsAre(3, 2, 5));
    EXPECT_THAT(split.test, ElementsAre(1, 0, 4));
}

TEST(TimeSplit, LeavesALoneRowInTraining)
{
    auto table = sample_table();
    table.classes = {0, 0, 0, 0, 0, 1};
    const auto split = split_by_time(table, 0.9);
    EXPECT_THAT(split.train, ElementsAre(4, 5));
}

TEST(Evaluation, CountsWhatWasTakenForWhat)
{
    const auto evaluation = sample_evaluation();
    EXPECT_THAT(evaluation.confusion, ElementsAre(ElementsAre(3, 1), ElementsAre(1, 1)));
    EXPECT_DOUBLE_EQ(evaluation.accuracy, 4.0 / 6);
    EXPECT_DOUBLE_EQ(evaluation.classes[0].precision, 0.75);
    EXPECT_DOUBLE_EQ(evaluation.classes[1].recall, 0.5);
    EXPECT_DOUBLE_EQ(evaluation.macro_f1, (0.75 + 0.5) / 2);
    EXPECT_DOUBLE_EQ(evaluation.benign_misjudged.value(), 0.25);
}

TEST(Predictor, RefusesDataWithoutAFeatureOfTheModel)
{
    auto table = sample_table();
    table.feature_names[1] = "speed";
    const Forest forest {sample_model()};
    const auto predictor = Predictor::create(forest, sample_card(), table);
    ASSERT_FALSE(predictor);
    EXPECT_EQ(predictor.error().message(), "the model needs 'rate', which the data has not");
}

Report sample_report()
{
    return {.card = sample_card(),
        .evaluation = sample_evaluation(),
        .importance = {1},
        .verdict = "refused: <worse>"};
}

TEST(Report, SaysWhichClassHasTooFewRows)
{
    EXPECT_THAT(report_text(sample_report()), HasSubstr("too few rows"));
    EXPECT_TRUE(report_json(sample_report())["classes"][1]["too_few_rows"].get<bool>());
}

TEST(Report, HasTheConfusionInEveryForm)
{
    EXPECT_THAT(report_text(sample_report()), HasSubstr(" 1 Benign"));
    EXPECT_EQ(to_text(report_json(sample_report())["confusion"]), "[[3,1],[1,1]]");
    EXPECT_THAT(report_html(sample_report()), HasSubstr("<td class=\"right\">3</td>"));
}

TEST(Report, EscapesWhatItShowsOnAPage)
{
    EXPECT_THAT(report_html(sample_report()), HasSubstr("refused: &lt;worse&gt;"));
}

}  // namespace
}  // namespace hive
