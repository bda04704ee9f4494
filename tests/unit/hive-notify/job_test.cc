#include "tools/hive-notify/job.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::Contains;
using testing::ElementsAre;

TEST(NotifyJob, ReadsAMail)
{
    const auto job = parse_job(R"({"id": 7, "kind": "mail", "timeout": 5, "to": ["a@b"],
        "from": "c@d", "servers": ["smtp://h"], "starttls": "never", "subject": "s", "text": "t"})");
    ASSERT_TRUE(job);
    EXPECT_EQ(job->id, 7);
    EXPECT_EQ(job->timeout, std::chrono::seconds {5});
    EXPECT_EQ(std::get<MailJob>(job->message).starttls, "never");
    EXPECT_THAT(std::get<MailJob>(job->message).to, ElementsAre("a@b"));
}

TEST(NotifyJob, ReadsAWebhook)
{
    const auto job = parse_job(
        R"({"id": 1, "kind": "webhook", "url": "https://h/", "token": "t", "body": {"key": "k"}})");
    ASSERT_TRUE(job);
    EXPECT_EQ(std::get<WebhookJob>(job->message).body, R"({"key":"k"})");
}

TEST(NotifyJob, PutsTheFactsIntoTheEnvironmentOfAProgram)
{
    const auto job = parse_job(
        R"({"id": 1, "kind": "exec", "words": ["/bin/act"], "body": {"key": "k", "event": "fired"}})");
    ASSERT_TRUE(job);
    const auto& run = std::get<ExecJob>(job->message);
    EXPECT_THAT(run.environment, Contains("HIVE_ALERT_KEY=k"));
    EXPECT_THAT(run.environment, Contains("HIVE_ALERT_EVENT=fired"));
}

class RefusedJob : public testing::TestWithParam<const char*> { };

TEST_P(RefusedJob, IsAnError)
{
    EXPECT_FALSE(parse_job(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Cases, RefusedJob,
    testing::Values("", "[]", "{}", R"({"kind": "pigeon"})", R"({"kind": "exec"})",
        R"({"kind": "mail", "to": ["a@b"]})"));

TEST(NotifyAnswer, IsALine)
{
    EXPECT_EQ(answer_line(7, std::string {"exit 0"}),
        "{\"id\":7,\"delivered\":true,\"text\":\"exit 0\"}\n");
    EXPECT_EQ(answer_line(7, fail("no")), "{\"id\":7,\"delivered\":false,\"text\":\"no\"}\n");
}

}  // namespace
}  // namespace hive
