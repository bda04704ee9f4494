#include "daemons/sync/outcome.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

struct OutcomeCase {
    const char* word;
    Outcome outcome;
    const char* text;
};
class OutcomeText : public testing::TestWithParam<OutcomeCase> { };
TEST_P(OutcomeText, IsWhatTheButtonHasAlwaysSaid)
{
    EXPECT_EQ(outcome_word(GetParam().outcome), GetParam().word);
    EXPECT_EQ(outcome_text(GetParam().outcome, 12, "no route"), GetParam().text);
}
INSTANTIATE_TEST_SUITE_P(Table, OutcomeText,
    testing::Values(
        OutcomeCase {"created", Outcome::created, "database has been created! Rows added:  12"},
        OutcomeCase {"updated", Outcome::updated, "database has been updated! New rows added: 12"},
        OutcomeCase {"current", Outcome::current, "database is already up to date..."},
        OutcomeCase {
            "mismatch", Outcome::mismatch, "remote and local database counts do not match!"},
        OutcomeCase {"failed", Outcome::failed, "database could not be updated: no route"}),
    [](const auto& test) { return std::string {test.param.word}; });

}  // namespace
}  // namespace hive
