#include "daemons/chart/site.h"

#include <gtest/gtest.h>

#include "daemons/chart/alert_log.h"
#include "daemons/chart/rule_book.h"
#include "lib/json.h"
#include "tests/unit/chart/temporary_store.h"

namespace hive {
namespace {

class SiteOnDisk : public testing::Test {
protected:
    void SetUp() override { site = Site::open(directory.file("chart/site.db")).value(); }

    template <class Work>
    auto in(Work work)
    {
        return site->with(work).value();
    }
    NoteDraft draft(std::int64_t time)
    {
        return {.apiary = 1, .time = time, .kind = "inspection", .text = "queen seen"};
    }
    Json notes()
    {
        return in([](Sqlite& db) { return list_notes(db, {.apiary = 1}); })["notes"];
    }
    std::int64_t add_alert_at(std::int64_t time)
    {
        return in([time](Sqlite& db) {
            return add_alert(db,
                {.rule = 7,
                    .rule_name = "warm",
                    .apiary = 1,
                    .fired = time,
                    .value = 36.5,
                    .text = "north: internal",
                    .severity = "warning",
                    .to = {"mail"}});
        });
    }
    std::vector<Message> messages(std::int64_t now)
    {
        return in([now](Sqlite& db) { return untold(db, now); });
    }

    TemporaryDirectory directory;
    std::unique_ptr<Site> site;
    const Signature ann {.user = "ann", .time = 1000};
};

TEST_F(SiteOnDisk, RecordsWhoWroteANoteAndWhoChangedIt)
{
    const auto id = in([&](Sqlite& db) { return add_note(db, draft(500), ann); });
    ASSERT_TRUE(id);
    const Signature bob {.user = "bob", .time = 2000};
    EXPECT_TRUE(in([&](Sqlite& db) { return change_note(db, *id, draft(600), bob); }));
    const auto list = notes();
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0]["t"], 600);
    EXPECT_EQ(list[0]["by"], "ann");
    EXPECT_EQ(list[0]["created"], 1000);
    EXPECT_EQ(list[0]["changed_by"], "bob");
    EXPECT_EQ(list[0]["changed"], 2000);
}

TEST_F(SiteOnDisk, ListsTheNotesOfARangeInTheirOrder)
{
    for (const std::int64_t time : {300, 100, 200})
        in([&](Sqlite& db) { return add_note(db, draft(time), ann); });
    const auto list = in(
        [](Sqlite& db) { return list_notes(db, {.apiary = 1, .from = 100, .to = 300}); })["notes"];
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0]["t"], 100);
    EXPECT_EQ(list[1]["t"], 200);
}

TEST_F(SiteOnDisk, DeletesANoteOnce)
{
    const auto id = in([&](Sqlite& db) { return add_note(db, draft(500), ann); }).value();
    EXPECT_EQ(in([id](Sqlite& db) { return delete_note(db, id); }), 1);
    EXPECT_FALSE(in([id](Sqlite& db) { return delete_note(db, id); }));
    EXPECT_FALSE(in([&](Sqlite& db) { return change_note(db, id, draft(1), ann); }));
    EXPECT_TRUE(notes().empty());
}

TEST_F(SiteOnDisk, KeepsRulesOverARestart)
{
    const auto rule
        = parse_rule(R"({"name":"silent","kind":"missing","missing_seconds":3600})").value();
    const auto id = in([&](Sqlite& db) { return add_rule(db, rule, ann); }).value();
    site.reset();
    SetUp();
    const auto rules = in([](Sqlite& db) { return read_rules(db); });
    ASSERT_EQ(rules.size(), 1U);
    EXPECT_EQ(rules[0].id, id);
    EXPECT_EQ(rules[0].missing_seconds, 3600);
    EXPECT_EQ(rules[0].by, "ann");
    EXPECT_TRUE(in([id](Sqlite& db) { return delete_rule(db, id); }));
    EXPECT_FALSE(in([id](Sqlite& db) { return delete_rule(db, id); }));
}

TEST_F(SiteOnDisk, TellsThatAnAlertBeganAndThenThatItIsOver)
{
    const auto id = add_alert_at(1000);
    auto pending = messages(1010);
    ASSERT_EQ(pending.size(), 1U);
    EXPECT_EQ(parse_json(pending[0].arguments).value(),
        parse_json(R"({"key":"chart:rule:7:apiary:1","event":"fired","severity":"warning",
            "source":"hive-chart","subject":"warm","text":"north: internal","to":["mail"]})")
            .value());
    in([&](Sqlite& db) { return end_alert(db, id, 1020); });
    EXPECT_EQ(messages(1030)[0].told, 1) << "its beginning first";
    site->with([&](Sqlite& db) { return note_told(db, pending[0]); }).value();
    pending = messages(1040);
    ASSERT_EQ(pending.size(), 1U);
    EXPECT_EQ(parse_json(pending[0].arguments).value()["event"], "recovered");
    site->with([&](Sqlite& db) { return note_told(db, pending[0]); }).value();
    EXPECT_TRUE(messages(1050).empty());
}

TEST_F(SiteOnDisk, GivesUpToTellAnOldAlertThatIsOver)
{
    const auto id = add_alert_at(1000);
    site->with([&](Sqlite& db) { return end_alert(db, id, 1020); }).value();
    EXPECT_TRUE(messages(1001 + longest_untold).empty());
}

TEST_F(SiteOnDisk, KeepsTheFirstWhoAcknowledges)
{
    const auto id = add_alert_at(1000);
    EXPECT_TRUE(in([&](Sqlite& db) { return acknowledge_alert(db, id, ann); }));
    EXPECT_TRUE(
        in([&](Sqlite& db) { return acknowledge_alert(db, id, {.user = "bob", .time = 5}); }));
    EXPECT_FALSE(in([&](Sqlite& db) { return acknowledge_alert(db, 99, ann); }));
    const auto alerts = in([](Sqlite& db) { return list_alerts(db, {}); })["alerts"];
    EXPECT_EQ(alerts[0]["acknowledged"], parse_json(R"({"by":"ann","t":1000})").value());
}

TEST_F(SiteOnDisk, ListsTheAlertsOfAnApiaryThatWereOpenInARange)
{
    const auto id = add_alert_at(1000);
    site->with([&](Sqlite& db) { return end_alert(db, id, 1020); }).value();
    const auto count = [&](std::int64_t apiary, double from, double to) {
        const AlertsQuery query {.apiary = apiary, .from = from, .to = to};
        return in([&](Sqlite& db) { return list_alerts(db, query); })["alerts"].size();
    };
    EXPECT_EQ(count(1, 990, 1001), 1U);
    EXPECT_EQ(count(1, 1020, 1030), 1U);
    EXPECT_EQ(count(0, 0, latest_time), 1U);
    EXPECT_EQ(count(1, 990, 1000), 0U);
    EXPECT_EQ(count(1, 1021, 2000), 0U);
    EXPECT_EQ(count(2, 990, 1030), 0U);
}

TEST_F(SiteOnDisk, ListsAlertsByTheirState)
{
    const auto id = add_alert_at(1000);
    const auto count = [&](AlertState state) {
        return in([state](Sqlite& db) { return list_alerts(db, {.state = state}); })["alerts"]
            .size();
    };
    EXPECT_EQ(count(AlertState::open), 1U);
    EXPECT_EQ(in([](Sqlite& db) { return count_open_alerts(db); }), (OpenAlerts {{1, 1}}));
    site->with([&](Sqlite& db) { return end_alert(db, id, 1020); }).value();
    EXPECT_EQ(count(AlertState::open), 0U);
    EXPECT_EQ(count(AlertState::recovered), 1U);
    EXPECT_EQ(count(AlertState::all), 1U);
}

struct NoteCase {
    const char* name;
    const char* body;
    const char* message;
};

class RefusedNote : public testing::TestWithParam<NoteCase> { };

TEST_P(RefusedNote, NamesTheMember)
{
    const auto note = parse_note(GetParam().body);
    ASSERT_FALSE(note);
    EXPECT_EQ(note.error().message(), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(Note, RefusedNote,
    testing::Values(NoteCase {"no_text", R"({"apiary":1,"t":5,"kind":"note"})", "text: missing"},
        NoteCase {"empty", R"({"apiary":1,"t":5,"kind":"note","text":""})",
            "text: not 1 to 4000 bytes long"},
        NoteCase {"control", R"({"apiary":1,"t":5,"kind":"note","text":"a\u0007"})",
            "text: control characters"},
        NoteCase {"kind", R"({"apiary":1,"t":5,"kind":"party","text":"x"})",
            "kind: 'party' is none of note, inspection, treatment, harvest, feeding"},
        NoteCase {
            "time", R"({"apiary":1,"t":-5,"kind":"note","text":"x"})", "t: outside 0-253402300800"},
        NoteCase {"apiary", R"({"apiary":"1","t":5,"kind":"note","text":"x"})",
            "apiary: not a whole number"},
        NoteCase {"author", R"({"apiary":1,"t":5,"kind":"note","text":"x","by":"eve"})",
            "by: no such member here"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace hive
