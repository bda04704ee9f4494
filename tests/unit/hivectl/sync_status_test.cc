#include "tools/hivectl/sync_status.h"

#include <cstdlib>
#include <ctime>

#include <gtest/gtest.h>

#include "lib/json.h"

namespace hive {
namespace {

class SyncStatus : public testing::Test {
protected:
    void SetUp() override
    {
        ::setenv("TZ", "UTC", 1);
        ::tzset();
    }
};

TEST_F(SyncStatus, SaysWhatComesNextAndHowTheLastRunEnded)
{
    const auto status = parse_json(R"({"state": "waiting", "copied": 135000, "quarantined": 266,
        "last_run": 1735689600, "next_run": 1735689900, "failures": 0, "store": "/x/apiary.db",
        "text": "database is already up to date...",
        "comparison": {"equal": true, "rows": 135000, "ranges": 3,
            "corrected": {"late": 0, "edited": 2, "deleted": 0}, "error": ""},
        "sources": [{"name": "field", "watermark": 135769, "copied": 135000,
            "verified": 1735689600, "corrected": {"late": 0, "edited": 2, "deleted": 0}}]})");
    EXPECT_EQ(sync_status_text(*status, 1735689660, false),
        "state       waiting; next run at 2025-01-01 00:05:00, in 4 min\n"
        "last run    2025-01-01 00:00:00: database is already up to date...\n"
        "comparison  equal: 135 000 rows in 3 ranges, corrected: 0 late, 2 edited, 0 deleted\n"
        "rows        135 000, 266 in quarantine\n"
        "store       /x/apiary.db\n"
        "\n"
        "SOURCE     ROWS  UP TO ID  EQUAL                CORRECTED\n"
        "field   135 000    135769  2025-01-01 00:00:00  0 late, 2 edited, 0 deleted\n");
}

TEST_F(SyncStatus, ShowsProgressAndWhatIsNotKnownYet)
{
    const auto status = parse_json(R"({"state": "copying", "copied": 0, "quarantined": 0,
        "failures": 2, "progress": {"rows": 12000, "rate": 350000.7, "remaining": 88000},
        "comparison": null, "sources": [{"name": "field", "watermark": null}]})");
    const auto text = sync_status_text(*status, 0, false);
    EXPECT_NE(text.find("state       copying: 12 000 rows, 350 000 a second, 88 000 to go;"
                        " 2 failures in a row\n"),
        std::string::npos)
        << text;
    EXPECT_NE(text.find("last run    none since the start\n"), std::string::npos) << text;
    EXPECT_NE(text.find("field      0      none  not yet"), std::string::npos) << text;
}

TEST_F(SyncStatus, ShowsWhatIsWrongWithTheFile)
{
    const auto status = parse_json(
        R"({"warnings": ["/etc/hive/sync.ini: [apiary Aldr]: there is no such apiary, only Alder"]})");
    EXPECT_NE(sync_status_text(*status, 0, false)
                  .find("warning     /etc/hive/sync.ini: [apiary Aldr]: there is no such apiary,"),
        std::string::npos);
}

TEST_F(SyncStatus, TellsChangingRowsFromADifference)
{
    EXPECT_EQ(equality_text(*parse_json(R"({"equal": true})")), "equal");
    EXPECT_EQ(equality_text(*parse_json(R"({"equal": false, "changing": false})")), "NOT equal");
    EXPECT_EQ(equality_text(*parse_json(R"({"equal": false, "changing": true})")),
        "NOT equal yet, rows changed while they were compared");
}

TEST_F(SyncStatus, StandsAnAnswerThatIsNone)
{
    EXPECT_FALSE(sync_status_text(Json::object(), 0, false).empty());
}

}  // namespace
}  // namespace hive
