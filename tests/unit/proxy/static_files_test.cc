#include "daemons/proxy/static_files.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <sys/stat.h>

#include <gtest/gtest.h>

#include "daemons/proxy/http_date.h"
#include "daemons/proxy/open_beneath.h"

namespace hive {
namespace {

/// site/ with a page, a directory, links inside and out, and a secret beside it.
class StaticFilesTest : public testing::Test {
protected:
    void SetUp() override
    {
        std::string name = testing::TempDir() + "static-XXXXXX";
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        base_ = name;
        site_ = name + "/site";
        std::filesystem::create_directories(site_ + "/docs");
        std::filesystem::create_directories(site_ + "/.well-known");
        write("site/index.html", "home");
        write("site/docs/index.html", "docs");
        write("site/docs/a.css", "a {}");
        write("site/.htpasswd", "secret");
        write("site/.well-known/token", "token");
        write("secret", "secret");
        std::filesystem::create_symlink("../secret", site_ + "/out");
        std::filesystem::create_symlink(base_ + "/secret", site_ + "/absolute");
        std::filesystem::create_symlink("docs/a.css", site_ + "/in");
        std::filesystem::create_directory_symlink("..", site_ + "/up");
        ASSERT_EQ(::mkfifo((site_ + "/fifo").c_str(), 0600), 0);
    }
    void TearDown() override { std::filesystem::remove_all(base_); }
    void write(const std::string& name, const std::string& text)
    {
        std::ofstream {base_ + "/" + name} << text;
    }
    [[nodiscard]] FileLookup find(std::string_view path) const
    {
        return find_static_file(site_, path);
    }
    [[nodiscard]] bool is_missing(std::string_view path) const
    {
        return std::holds_alternative<FileMissing>(find(path));
    }

    std::string base_;
    std::string site_;
};

TEST_F(StaticFilesTest, FindsAFileWithItsTypeAndSize)
{
    const auto found = find("/docs/a.css");
    const auto* const file = std::get_if<StaticFile>(&found);
    ASSERT_NE(file, nullptr);
    EXPECT_EQ(file->size, 4U);
    EXPECT_EQ(file->type, "text/css; charset=utf-8");
    EXPECT_GT(file->etag.size(), 4U);
}

TEST_F(StaticFilesTest, GivesTheIndexOfADirectory)
{
    const auto home = find("/");
    ASSERT_TRUE(std::holds_alternative<StaticFile>(home));
    EXPECT_EQ(std::get<StaticFile>(home).type, "text/html; charset=utf-8");
    EXPECT_TRUE(std::holds_alternative<StaticFile>(find("/docs/")));
}

TEST_F(StaticFilesTest, SeesADirectoryWithoutItsSlash)
{
    EXPECT_TRUE(std::holds_alternative<DirectoryWithoutSlash>(find("/docs")));
}

TEST_F(StaticFilesTest, FollowsLinksThatStayInside)
{
    EXPECT_TRUE(std::holds_alternative<StaticFile>(find("/in")));
}

TEST_F(StaticFilesTest, DoesNotFollowLinksOut)
{
    EXPECT_TRUE(is_missing("/out"));
    EXPECT_TRUE(is_missing("/absolute"));
    EXPECT_TRUE(is_missing("/up/secret"));
}

TEST_F(StaticFilesTest, StaysInsideEvenWithAPathThatWasNotNormalised)
{
    EXPECT_TRUE(is_missing("/../secret"));
    EXPECT_TRUE(is_missing("//" + base_.substr(1) + "/secret"));
}

TEST_F(StaticFilesTest, ServesNoHiddenFiles)
{
    EXPECT_TRUE(is_missing("/.htpasswd"));
    EXPECT_TRUE(std::holds_alternative<StaticFile>(find("/.well-known/token")));
}

TEST_F(StaticFilesTest, ServesNothingButRegularFiles)
{
    EXPECT_TRUE(is_missing("/fifo"));
}

TEST_F(StaticFilesTest, OpensByStepsWithoutFollowingLinks)
{
    const Fd root {::open(site_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
    EXPECT_TRUE(open_by_steps(root.get(), "docs/a.css"));
    EXPECT_TRUE(open_by_steps(root.get(), "index.html"));
    EXPECT_FALSE(open_by_steps(root.get(), "out"));
    EXPECT_FALSE(open_by_steps(root.get(), "in"));
    EXPECT_FALSE(open_by_steps(root.get(), "up/secret"));
    EXPECT_FALSE(open_by_steps(root.get(), "missing/a.css"));
}

TEST_F(StaticFilesTest, ChangesTheTagWithTheFile)
{
    const auto tag = [&] { return std::get<StaticFile>(find("/docs/a.css")).etag; };
    const auto before = tag();
    EXPECT_EQ(tag(), before);
    write("site/docs/a.css", "a {} b {}");
    EXPECT_NE(tag(), before);
}

TEST(MediaType, GoesByTheEnding)
{
    EXPECT_EQ(media_type("a/b.JS"), "text/javascript; charset=utf-8");
    EXPECT_EQ(media_type("a.tar.gz"), "application/gzip");
    EXPECT_EQ(media_type("a.unheard-of"), "application/octet-stream");
    EXPECT_EQ(media_type("a"), "application/octet-stream");
}

bool is_fresh_with(std::string_view name, std::string_view value)
{
    return is_fresh({{.name = name, .value = value}}, "\"tag\"", 784111777);
}

TEST(IsFresh, ComparesTags)
{
    EXPECT_TRUE(is_fresh_with("If-None-Match", "\"tag\""));
    EXPECT_TRUE(is_fresh_with("If-None-Match", "\"other\", W/\"tag\""));
    EXPECT_TRUE(is_fresh_with("If-None-Match", "*"));
    EXPECT_FALSE(is_fresh_with("If-None-Match", "\"other\""));
    EXPECT_FALSE(is_fresh_with("If-None-Match", "tag"));
}

TEST(IsFresh, ComparesDates)
{
    EXPECT_TRUE(is_fresh_with("If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"));
    EXPECT_FALSE(is_fresh_with("If-Modified-Since", "Sun, 06 Nov 1994 08:49:36 GMT"));
    EXPECT_FALSE(is_fresh_with("If-Modified-Since", "yesterday"));
}

TEST(IsFresh, LetsTheTagDecide)
{
    EXPECT_FALSE(
        is_fresh({{.name = "If-None-Match", .value = "\"other\""},
                     {.name = "If-Modified-Since", .value = "Sun, 06 Nov 1994 08:49:37 GMT"}},
            "\"tag\"", 784111777));
}

bool is_expected_with(std::string_view name, std::string_view value)
{
    return is_expected({{.name = name, .value = value}}, "\"tag\"", 784111777);
}

TEST(IsExpected, ComparesTagsStrongly)
{
    EXPECT_TRUE(is_expected_with("If-Match", "*"));
    EXPECT_TRUE(is_expected_with("If-Match", "\"other\", \"tag\""));
    EXPECT_FALSE(is_expected_with("If-Match", "W/\"tag\""));
    EXPECT_FALSE(is_expected_with("If-Match", "\"other\""));
}

TEST(IsExpected, ComparesDatesWithoutTags)
{
    EXPECT_TRUE(is_expected_with("If-Unmodified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"));
    EXPECT_FALSE(is_expected_with("If-Unmodified-Since", "Sun, 06 Nov 1994 08:49:36 GMT"));
    EXPECT_TRUE(is_expected_with("If-Unmodified-Since", "yesterday"));
    EXPECT_TRUE(is_expected_with("Accept", "*/*"));
}

TEST(HttpDate, IsWrittenInOneForm)
{
    EXPECT_EQ(http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
}

class HttpDateForm : public testing::TestWithParam<const char*> { };

TEST_P(HttpDateForm, IsRead)
{
    EXPECT_EQ(parse_http_date(GetParam()), 784111777);
}

INSTANTIATE_TEST_SUITE_P(Forms, HttpDateForm,
    testing::Values("Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994"));

TEST(HttpDate, IsNothingElse)
{
    EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT, x"), std::nullopt);
    EXPECT_EQ(parse_http_date("784111777"), std::nullopt);
    EXPECT_EQ(parse_http_date(""), std::nullopt);
}

}  // namespace
}  // namespace hive
