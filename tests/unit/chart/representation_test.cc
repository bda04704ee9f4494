#include "daemons/chart/representation.h"

#include <optional>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

std::string header(const HttpResponse& response, std::string_view name)
{
    for (const auto& [key, value] : response.headers)
        if (key == name)
            return value;
    return "";
}

class Answers : public testing::Test {
protected:
    HttpResponse ask(std::vector<std::pair<std::string, std::string>> headers,
        std::optional<std::uint64_t> generation = 1, const std::string& key = "a")
    {
        HttpRequest request;
        request.headers = std::move(headers);
        return answer_in_form(cache, key, generation, request, [this] {
            ++made;
            return HttpResponse {
                .headers = {{"Content-Type", "text/x"}}, .body = std::string(size, 'x')};
        });
    }

    AnswerCache cache {100'000};
    std::size_t size = 5000;
    int made = 0;
};

TEST_F(Answers, AreMadeOnceWhileTheStoreIsTheSame)
{
    EXPECT_EQ(ask({}).shared.bytes.size(), 5000U);
    EXPECT_EQ(ask({}).shared.bytes.size(), 5000U);
    EXPECT_EQ(made, 1);
    ask({}, 2);
    EXPECT_EQ(made, 2);
    EXPECT_EQ(cache.luck().hits, 1);
    EXPECT_EQ(cache.luck().misses, 2);
}

TEST_F(Answers, AreNotKeptWithoutAStore)
{
    ask({}, std::nullopt);
    ask({}, std::nullopt);
    EXPECT_EQ(made, 2);
}

TEST_F(Answers, AreCompressedForWhoTakesIt)
{
    const auto brotli = ask({{"Accept-Encoding", "gzip, br"}});
    EXPECT_EQ(header(brotli, "Content-Encoding"), "br");
    EXPECT_LT(brotli.shared.bytes.size(), 100U);
    EXPECT_EQ(header(ask({{"Accept-Encoding", "gzip"}}), "Content-Encoding"), "gzip");
    EXPECT_NE(header(brotli, "ETag"), header(ask({}), "ETag"));
    EXPECT_EQ(made, 1);
}

TEST_F(Answers, AreNotSentToWhoHasThem)
{
    const auto tag = header(ask({}), "ETag");
    const auto response = ask({{"If-None-Match", tag}});
    EXPECT_EQ(response.status, 304);
    EXPECT_FALSE(response.shared.owner);
}

TEST_F(Answers, AreSentInParts)
{
    const auto tag = header(ask({}), "ETag");
    const auto part = ask({{"Range", "bytes=10-19"}, {"If-Range", tag}, {"Accept-Encoding", "br"}});
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.shared.bytes.size(), 10U);
    EXPECT_EQ(header(part, "Content-Range"), "bytes 10-19/5000");
    EXPECT_EQ(header(part, "ETag"), tag);
    EXPECT_EQ(ask({{"Range", "bytes=10-19"}, {"If-Range", "\"old\""}}).status, 200);
    EXPECT_EQ(ask({{"Range", "bytes=5000-"}}).status, 416);
}

TEST_F(Answers, LeaveTheCacheWhenOthersWereAskedForLater)
{
    size = 40'000;
    ask({}, 1, "a");
    ask({}, 1, "b");
    ask({}, 1, "a");
    ask({}, 1, "c");
    EXPECT_LE(cache.size(), 100'000U);
    EXPECT_EQ(made, 3);
    ask({}, 1, "a");
    EXPECT_EQ(made, 3);
    ask({}, 1, "b");
    EXPECT_EQ(made, 4);
}

TEST_F(Answers, ThatAreTinyFillTheRoomToo)
{
    size = 1;
    for (int i = 0; i < 1000; ++i)
        ask({}, 1, fmt::format("question {}", i));
    made = 0;
    ask({}, 1, "question 999");
    EXPECT_EQ(made, 0);
    ask({}, 1, "question 0");
    EXPECT_EQ(made, 1);
}

TEST_F(Answers, ThatAreTooLargeAreNotKept)
{
    size = 60'000;
    ask({});
    ask({});
    EXPECT_EQ(made, 2);
    EXPECT_EQ(cache.size(), 0U);
}

}  // namespace
}  // namespace hive
