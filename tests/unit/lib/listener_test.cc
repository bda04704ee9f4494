#include "lib/listener.h"

#include <cstdlib>

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hive {
namespace {

TEST(Listener, NamesAPortThatIsTaken)
{
    const auto first = open_listeners(parse_endpoint("127.0.0.1:0").value());
    ASSERT_TRUE(first);
    const auto port = local_port(first->front().get());
    const auto second = open_listeners(parse_endpoint(fmt::format("127.0.0.1:{}", port)).value());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().message(),
        fmt::format("listen on 127.0.0.1:{}: address already in use", port));
}

TEST(Listener, ReplacesAStaleUnixSocketButNotALiveOne)
{
    const auto path = testing::TempDir() + fmt::format("listener-{}.sock", ::getpid());
    auto first = open_listeners({.unix_path = path}, 0600);
    ASSERT_TRUE(first);
    EXPECT_FALSE(open_listeners({.unix_path = path}, 0600));
    first->clear();
    EXPECT_TRUE(open_listeners({.unix_path = path}, 0640));
    struct stat status {};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0640U);
    ::unlink(path.c_str());
}

TEST(Listener, KeepsAFileThatIsNoSocket)
{
    const auto path = testing::TempDir() + fmt::format("plain-{}.txt", ::getpid());
    ASSERT_EQ(std::fclose(std::fopen(path.c_str(), "w")), 0);
    EXPECT_FALSE(open_listeners({.unix_path = path}, 0600));
    EXPECT_EQ(::unlink(path.c_str()), 0);
}

TEST(Inherited, IgnoresWhatIsMeantForAnotherProcess)
{
    ::setenv("LISTEN_PID", "1", 1);
    ::setenv("LISTEN_FDS", "1", 1);
    ::setenv("LISTEN_FDNAMES", "http", 1);
    auto inherited = Inherited::take();
    EXPECT_TRUE(inherited.claim("http").empty());
    EXPECT_EQ(std::getenv("LISTEN_FDS"), nullptr);
}

TEST(InheritedDeathTest, GivesDescriptorsByName)
{
    // Runs in a child of its own, because descriptor 3 may be in use here.
    const auto claim = [] {
        for (const int fd : {3, 4})
            ::dup2(STDIN_FILENO, fd);
        ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
        ::setenv("LISTEN_FDS", "2", 1);
        ::setenv("LISTEN_FDNAMES", "http:control", 1);
        auto inherited = Inherited::take();
        const auto control = inherited.claim("control");
        const bool is_right = control.size() == 1 && control.front().get() == 4
            && inherited.left_over() == std::vector<std::string> {"http"};
        ::_exit(is_right ? 0 : 1);
    };
    EXPECT_EXIT(claim(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace hive
