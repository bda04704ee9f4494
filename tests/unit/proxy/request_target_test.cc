#include "daemons/proxy/request_target.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

struct PathCase {
    const char* name;
    std::string_view raw;
    std::string_view path;
};
void PrintTo(const PathCase& row, std::ostream* out)
{
    *out << row.name;
}

class NormalisedPath : public testing::TestWithParam<PathCase> { };

TEST_P(NormalisedPath, IsWhatThePathMeans)
{
    EXPECT_EQ(decode_path(GetParam().raw), GetParam().path);
}

INSTANTIATE_TEST_SUITE_P(Paths, NormalisedPath,
    testing::Values(PathCase {"root", "/", "/"}, PathCase {"plain", "/a/b.css", "/a/b.css"},
        PathCase {"decoded", "/%61%2e%C3%A4", "/a.\xc3\xa4"},
        PathCase {"decoded_only_once", "/%252e%252e/x", "/%2e%2e/x"},
        PathCase {"encoded_slash", "/a%2Fb", "/a/b"}, PathCase {"doubled_slash", "//a///b", "/a/b"},
        PathCase {"dot", "/a/./b", "/a/b"}, PathCase {"last_dot", "/a/.", "/a/"},
        PathCase {"dots", "/a/b/../c", "/a/c"}, PathCase {"last_dots", "/a/b/..", "/a/"},
        PathCase {"dots_to_the_root", "/a/..", "/"}, PathCase {"encoded_dots", "/a/%2e%2E/b", "/b"},
        PathCase {"three_dots", "/a/.../b", "/a/.../b"}, PathCase {"hidden", "/a/.b", "/a/.b"},
        PathCase {"slash_kept", "/a/b/", "/a/b/"},
        PathCase {"doubled_slash_at_the_end", "/a//", "/a/"}),
    [](const auto& row) { return row.param.name; });

TEST(Path, IsRefusedWhenItLeavesTheRoot)
{
    EXPECT_EQ(decode_path("/a/../.."), std::nullopt);
    EXPECT_EQ(decode_path("/.."), std::nullopt);
    EXPECT_EQ(decode_path("//../a"), std::nullopt);
    EXPECT_EQ(decode_path("a"), std::nullopt);
}

class Disguise : public testing::TestWithParam<PathCase> { };

TEST_P(Disguise, IsRefused)
{
    EXPECT_EQ(decode_path(GetParam().raw), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Paths, Disguise,
    testing::Values(PathCase {"dots_with_a_parameter", "/a/..;/b", {}},
        PathCase {"encoded_dots_with_a_parameter", "/a/%2e%2e%3bx/b", {}},
        PathCase {"dot_with_a_parameter", "/a/.;x=1/b", {}},
        PathCase {"overlong_dot", "/a/%c0%ae%c0%ae/b", {}},
        PathCase {"overlong_slash", "/..%c0%af", {}},
        PathCase {"overlong_dot_of_three", "/%e0%80%ae/", {}},
        PathCase {"overlong_dot_of_four", "/%f0%80%80%ae/", {}},
        PathCase {"control", "/a%0d%0ab", {}}, PathCase {"nul", "/a%00b", {}},
        PathCase {"backslash", "/a%5c..%5cb", {}}),
    [](const auto& row) { return row.param.name; });

TEST(Path, MayHoldBytesThatAreNoText)
{
    EXPECT_EQ(decode_path("/%E9t%C0"), "/\xe9t\xc0");
    EXPECT_EQ(decode_path("/%E2%82%AC%F0%9F%90%9D"), "/\xe2\x82\xac\xf0\x9f\x90\x9d");
}

TEST(Path, IsEncodedSoThatDecodingGivesItBack)
{
    const std::string path = "/a b/\xc3\xa4%2e?#&+;=@:~.css";
    EXPECT_EQ(encode_path(path), "/a%20b/%C3%A4%252e%3F%23&+;=@:~.css");
    EXPECT_EQ(decode_path(encode_path(path)), path);
}

TEST(RequestTarget, KeepsTheQueryAsSent)
{
    const auto target = parse_request_target("/a%20b?x=%2F..&y=\\|");
    ASSERT_TRUE(target.has_value());
    EXPECT_EQ(target->path, "/a b");
    EXPECT_EQ(target->query, "?x=%2F..&y=\\|");
}

TEST(RequestTarget, IsTheServerItselfForOptionsOnly)
{
    EXPECT_EQ(parse_request_target("*", "OPTIONS")->path, "*");
    EXPECT_EQ(parse_request_target("http://h", "OPTIONS")->path, "*");
    EXPECT_EQ(parse_request_target("http://h", "GET")->path, "/");
    EXPECT_EQ(parse_request_target("http://h/", "OPTIONS")->path, "/");
    EXPECT_FALSE(parse_request_target("*", "GET").has_value());
    EXPECT_FALSE(parse_request_target("*x", "OPTIONS").has_value());
}

TEST(RequestTarget, TakesTheQueryOfABareHost)
{
    const auto target = parse_request_target("http://h?x");
    ASSERT_TRUE(target.has_value());
    EXPECT_EQ(target->authority, "h");
    EXPECT_EQ(target->path, "/");
    EXPECT_EQ(target->query, "?x");
}

}  // namespace
}  // namespace hive
