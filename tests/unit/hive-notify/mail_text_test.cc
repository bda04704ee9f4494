#include "tools/hive-notify/mail_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::HasSubstr;
using testing::Not;

MailJob job()
{
    return {.to = {"a@b.example", "c@d.example"},
        .from = "hive@b.example",
        .host = "bees1",
        .subject = "hot",
        .text = "too hot"};
}

TEST(MailText, IsAWholeMessage)
{
    EXPECT_EQ(mail_text(job(), 1'800'000'000, "7f"),
        "Date: Fri, 15 Jan 2027 08:00:00 +0000\r\n"
        "From: hive@b.example\r\n"
        "To: a@b.example,\r\n c@d.example\r\n"
        "Subject: hot\r\n"
        "Message-ID: <7f@bees1>\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
        "Auto-Submitted: auto-generated\r\n"
        "\r\n"
        "too hot\r\n");
}

TEST(MailText, LetsNoSubjectAddAHeader)
{
    auto evil = job();
    evil.subject = "hot\r\nBcc: everyone@example.net";
    EXPECT_THAT(mail_text(evil, 0, "1"), Not(HasSubstr("\nBcc:")));
}

TEST(HeaderText, EncodesWhatIsNotAscii)
{
    EXPECT_EQ(header_text("41 °C"), "=?UTF-8?B?NDEgwrBD?=");
}

TEST(HeaderText, SplitsALongTextBetweenCharacters)
{
    std::string text(44, 'x');
    text += "°°";
    EXPECT_EQ(header_text(text),
        "=?UTF-8?B?eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHg=?=\r\n "
        "=?UTF-8?B?wrDCsA==?=");
}

struct Row {
    const char* name;
    std::string text;
    std::string encoded;
};

class QuotedPrintable : public testing::TestWithParam<Row> { };

TEST_P(QuotedPrintable, IsAsInRfc2045)
{
    EXPECT_EQ(quoted_printable(GetParam().text), GetParam().encoded);
}

INSTANTIATE_TEST_SUITE_P(Cases, QuotedPrintable,
    testing::Values(Row {"Plain", "a b", "a b"}, Row {"LineBreak", "a\nb", "a\r\nb"},
        Row {"Equals", "a=b", "a=3Db"}, Row {"Utf8", "°", "=C2=B0"},
        Row {"BlankAtTheEndOfALine", "a \nb ", "a=20\r\nb=20"}, Row {"Tab", "\t", "=09"},
        Row {"LongLine", std::string(80, 'x'),
            std::string(75, 'x') + "=\r\n" + std::string(5, 'x')}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace hive
