#include "tools/hive-train/training_data.h"

#include <array>
#include <cstdlib>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/file.h"
#include "lib/guard_schema.h"
#include "lib/http_features.h"
#include "lib/sqlite.h"

namespace hive {
namespace {

using testing::ElementsAre;

class TrainingDataTest : public testing::Test {
protected:
    void SetUp() override
    {
        std::string pattern = std::filesystem::temp_directory_path() / "hive-train.XXXXXX";
        directory = ::mkdtemp(pattern.data());
    }
    void TearDown() override { std::filesystem::remove_all(directory); }

    std::string file(const std::string& name, const std::string& text) const
    {
        const auto path = directory + "/" + name;
        EXPECT_TRUE(write_file(path, text, 0600));
        return path;
    }
    Result<TrainingData> read(const Arguments& arguments)
    {
        return read_training_data(arguments, arguments.kind,
            [this](std::string_view complaint) { complaints.emplace_back(complaint); });
    }

    std::string directory;
    std::vector<std::string> complaints;
};

std::string line(const std::string& client, int second)
{
    return fmt::format(
        "{} - - [29/May/2026:15:45:{:02} +0000] \"GET /a HTTP/1.1\" 200 5 \"-\" \"-\"\n", client,
        second);
}

Arguments http_training(std::vector<LabelledLog> logs)
{
    return {.mode = Arguments::Mode::train,
        .kind = Arguments::Kind::http,
        .learn_from = {.data = {}, .logs = std::move(logs), .histories = {}}};
}

std::size_t seen_rows(const TrainingTable& table)
{
    std::size_t seen = 0;
    for (std::size_t row = 0; row < table.rows(); ++row)
        seen += table.is_derived(row) ? 0 : 1;
    return seen;
}

TEST_F(TrainingDataTest, CountsTheWindowsOfALogInWhateverOrderItIs)
{
    const auto benign = file("benign.log",
        line("192.0.2.1", 11) + line("192.0.2.1", 1) + line("192.0.2.2", 2) + line("192.0.2.1", 3));
    const auto sorted = file("sorted.log",
        line("192.0.2.1", 1) + line("192.0.2.2", 2) + line("192.0.2.1", 3) + line("192.0.2.1", 11));
    const auto scan = file("scan.log", line("192.0.2.9", 1));
    const auto data = read(http_training({{"Benign", benign}, {"Scan", scan}})).value();
    const auto same = read(http_training({{"Benign", sorted}, {"Scan", scan}})).value();
    EXPECT_THAT(data.table.class_names, ElementsAre("Benign", "Scan"));
    EXPECT_EQ(data.table.features(), http_feature_count);
    EXPECT_EQ(seen_rows(data.table), 4U);
    EXPECT_EQ(data.table.columns, same.table.columns);
}

TEST_F(TrainingDataTest, IsNotJudgedByWhatWasMadeOfIt)
{
    std::string text;
    for (int client = 1; client <= 200; ++client)
        text += line(fmt::format("198.51.100.{}", client), client % 60);
    const auto benign = file("benign.log", text);
    const auto scan = file("scan.log", text);
    const auto data = read(http_training({{"Benign", benign}, {"Scan", scan}})).value();
    EXPECT_GT(data.table.rows(), seen_rows(data.table));
    const auto split = split_by_time(data.table, 0.3);
    for (const auto row : split.test)
        EXPECT_FALSE(data.table.is_derived(row));
}

TEST_F(TrainingDataTest, TakesVisitorsAlsoAsIfBehindOneAddress)
{
    std::string text;
    for (int client = 1; client <= 60; ++client)
        text += line(fmt::format("198.51.100.{}", client), client % 60);
    const auto log = file("visitors.log", text);
    const auto table = read(http_training({{"Benign", log}, {"Scan", log}})).value().table;
    std::array<std::size_t, 2> derived {};
    for (std::size_t row = 0; row < table.rows(); ++row)
        derived.at(table.classes[row]) += table.is_derived(row) ? 1 : 0;
    // One a minute each; together, 8, 64 and 512 times as busy, they fill two windows or three, one
    // and one.
    EXPECT_GE(derived[0], derived[1] + 4);
    EXPECT_LE(derived[0], derived[1] + 5);
}

TEST_F(TrainingDataTest, NamesLinesThatAreNoRequest)
{
    const auto benign = file("benign.log", line("192.0.2.1", 1) + "nonsense\n");
    const auto scan = file("scan.log", line("192.0.2.9", 1));
    const auto data = read(http_training({{"Benign", benign}, {"Scan", scan}})).value();
    EXPECT_EQ(data.refused, 1U);
    EXPECT_THAT(complaints, ElementsAre(testing::HasSubstr("benign.log:2: ")));
}

TEST_F(TrainingDataTest, IsJudgedByOtherLogsWhereTheyAreGiven)
{
    const auto benign = file("benign.log", line("192.0.2.1", 1));
    const auto scan = file("scan.log", line("192.0.2.9", 1));
    const auto other = file("other.log", line("192.0.2.8", 1) + line("192.0.2.8", 20));
    auto arguments = http_training({{"Benign", benign}, {"Scan", scan}});
    arguments.judge_by.logs = {{"Scan", other}};
    const auto data = read(arguments).value();
    const auto split = split_by_time(data.table, 0.3);
    EXPECT_EQ(split.test.size(), 2U);
    EXPECT_EQ(split.train.size() + split.test.size(), data.table.rows());
}

TEST_F(TrainingDataTest, TakesLabelsBeforeJudgementsFromTheGuardsHistory)
{
    const auto path = directory + "/guard.db";
    auto database = Sqlite::open(path).value();
    database.migrate(guard_migrations).value();
    const std::vector<float> features(http_feature_count, 1.5F);
    for (const auto& [kind, judged, label] : {std::tuple {"http", "Benign", ""},
             {"http", "Scan", "Benign"}, {"http", "Scan", ""}, {"flows", "Bot", ""}}) {
        auto insert
            = database
                  .prepare("INSERT INTO window (ts, client, server, kind, class, score, label, "
                           "features) VALUES (7, '', '', ?, ?, .9, ?, ?)")
                  .value();
        insert.bind(1, kind).value();
        insert.bind(2, judged).value();
        insert.bind(3, label).value();
        insert.bind(4, std::span<const std::byte> {encode_features(features)}).value();
        insert.run().value();
    }
    Arguments arguments = http_training({});
    arguments.learn_from.histories = {path};
    const auto table = read(arguments).value().table;
    EXPECT_THAT(table.class_names, ElementsAre("Benign", "Scan"));
    EXPECT_THAT(table.classes, ElementsAre(0, 0, 1));
    EXPECT_EQ(table.times[0], 7'000'000);
    EXPECT_EQ(table.columns[3][1], 1.5F);
}

TEST_F(TrainingDataTest, RefusesADatabaseThatIsNoGuards)
{
    const auto path = directory + "/other.db";
    Sqlite::open(path).value().execute("CREATE TABLE window (x)").value();
    Arguments arguments = http_training({});
    arguments.learn_from.histories = {path};
    EXPECT_THAT(read(arguments).error().message(), testing::HasSubstr("is no guard.db"));
}

}  // namespace
}  // namespace hive
