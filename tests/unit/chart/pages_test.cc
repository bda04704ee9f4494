#include "daemons/chart/pages.h"

#include <optional>

#include <gtest/gtest.h>

#include "daemons/chart/negotiation.h"
#include "lib/file.h"
#include "tests/unit/chart/temporary_store.h"

namespace hive {
namespace {

struct PathCase {
    const char* name;
    const char* path;
    std::optional<std::string> file;
};

class PageFile : public testing::TestWithParam<PathCase> { };

TEST_P(PageFile, StaysInTheDirectory)
{
    EXPECT_EQ(page_file(GetParam().path), GetParam().file);
}

INSTANTIATE_TEST_SUITE_P(Paths, PageFile,
    testing::Values(PathCase {"root", "/", "index.html"},
        PathCase {"file", "/apiary.js", "apiary.js"},
        PathCase {"subdirectory", "/fonts/a-1_b.woff2", "fonts/a-1_b.woff2"},
        PathCase {"directory", "/traffic/", "traffic/index.html"},
        PathCase {"page", "/apiaries", "apiaries.html"},
        PathCase {"page_inside", "/v1.2/apiaries", "v1.2/apiaries.html"},
        PathCase {"parent", "/../etc/passwd", std::nullopt},
        PathCase {"parent_inside", "/a/../../b", std::nullopt},
        PathCase {"hidden", "/.git/config", std::nullopt},
        PathCase {"hidden_inside", "/a/.b", std::nullopt},
        PathCase {"double_slash", "//etc/passwd", std::nullopt},
        PathCase {"backslash", "/a\\b", std::nullopt},
        PathCase {"still_encoded", "/%2e%2e/x", std::nullopt},
        PathCase {"control_byte", "/a\x01", std::nullopt}, PathCase {"empty", "", std::nullopt},
        PathCase {"relative", "a", std::nullopt}),
    [](const auto& row) { return row.param.name; });

TEST(PageFile, RefusesAZeroByte)
{
    EXPECT_EQ(page_file(std::string_view {"/a\0.js", 6}), std::nullopt);
}

struct CodingCase {
    const char* name;
    const char* header;
    bool takes_br;
};

class AcceptEncoding : public testing::TestWithParam<CodingCase> { };

TEST_P(AcceptEncoding, IsReadByWords)
{
    EXPECT_EQ(accepts_coding(GetParam().header, "br"), GetParam().takes_br);
}

INSTANTIATE_TEST_SUITE_P(Headers, AcceptEncoding,
    testing::Values(CodingCase {"browser", "gzip, deflate, br", true},
        CodingCase {"capitals", "BR", true}, CodingCase {"weight", "br;q=0.5", true},
        CodingCase {"refused", "gzip, br;q=0", false},
        CodingCase {"refused_with_blanks", "br ; q=0.000", false},
        CodingCase {"small_weight", "br;q=0.001", true},
        CodingCase {"another_word", "brotli, gzip", false}, CodingCase {"none", "", false},
        CodingCase {"commas", ",,br,", true}),
    [](const auto& row) { return row.param.name; });

TEST(IfNoneMatch, NamesATagInAList)
{
    EXPECT_TRUE(names_tag(R"("a", "b")", R"("b")"));
    EXPECT_TRUE(names_tag(R"(W/"b")", R"("b")"));
    EXPECT_TRUE(names_tag("*", R"("b")"));
    EXPECT_FALSE(names_tag(R"("ab")", R"("b")"));
    EXPECT_FALSE(names_tag("", R"("b")"));
}

class PagesOnDisk : public testing::Test {
protected:
    void SetUp() override
    {
        write_file(directory.file("index.html"), "<p>plain", 0644).value();
        write_file(directory.file("app.js"), "let a", 0644).value();
        write_file(directory.file("app.js.br"), "brotli", 0644).value();
        write_file(directory.file("app.js.gz"), "gzip", 0644).value();
    }

    HttpResponse get(std::string path, std::vector<std::pair<std::string, std::string>> headers)
    {
        return pages.answer(
            {.method = "GET", .path = std::move(path), .headers = std::move(headers)});
    }

    static std::string header(const HttpResponse& response, std::string_view name)
    {
        for (const auto& [key, value] : response.headers)
            if (key == name)
                return value;
        return "";
    }

    TemporaryDirectory directory;
    Pages pages {directory.file("")};
};

TEST_F(PagesOnDisk, ServeTheFileWithItsType)
{
    const auto response = get("/", {});
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "<p>plain");
    EXPECT_EQ(header(response, "Content-Type"), "text/html; charset=utf-8");
}

TEST_F(PagesOnDisk, PreferBrotli)
{
    const auto response = get("/app.js", {{"Accept-Encoding", "gzip, br"}});
    EXPECT_EQ(response.body, "brotli");
    EXPECT_EQ(header(response, "Content-Encoding"), "br");
    EXPECT_EQ(header(response, "Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(header(response, "Vary"), "Accept-Encoding");
}

TEST_F(PagesOnDisk, FallBackToGzip)
{
    EXPECT_EQ(get("/app.js", {{"Accept-Encoding", "gzip"}}).body, "gzip");
}

TEST_F(PagesOnDisk, SendThePlainFileToWhoTakesNoCoding)
{
    const auto response = get("/app.js", {});
    EXPECT_EQ(response.body, "let a");
    EXPECT_EQ(header(response, "Content-Encoding"), "");
}

TEST_F(PagesOnDisk, AnswerNotModifiedToWhoHasTheFile)
{
    const auto first = get("/app.js", {{"Accept-Encoding", "br"}});
    const auto again
        = get("/app.js", {{"Accept-Encoding", "br"}, {"If-None-Match", header(first, "ETag")}});
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.body, "");
    EXPECT_EQ(header(again, "ETag"), header(first, "ETag"));
}

TEST_F(PagesOnDisk, GiveEachCodingItsOwnTag)
{
    EXPECT_NE(header(get("/app.js", {{"Accept-Encoding", "br"}}), "ETag"),
        header(get("/app.js", {}), "ETag"));
}

TEST_F(PagesOnDisk, GiveAChangedFileANewTag)
{
    const auto before = header(get("/", {}), "ETag");
    write_file(directory.file("index.html"), "<p>other text", 0644).value();
    EXPECT_NE(header(get("/", {}), "ETag"), before);
}

TEST_F(PagesOnDisk, DoNotHaveMissingFilesAndDirectories)
{
    std::filesystem::create_directory(directory.file("fonts"));
    EXPECT_EQ(get("/missing.js", {}).status, 404);
    EXPECT_EQ(get("/fonts", {}).status, 404);
    EXPECT_EQ(get("/../pages_test", {}).status, 404);
}

}  // namespace
}  // namespace hive
