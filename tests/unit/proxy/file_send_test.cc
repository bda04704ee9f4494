#include "daemons/proxy/file_send.h"

#include <array>
#include <cstdlib>
#include <string>

#include <sys/socket.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace hive {
namespace {

class FileSendTest : public testing::Test {
protected:
    void SetUp() override
    {
        std::array<int, 2> ends {};
        ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
        ours_.reset(ends[0]);
        theirs_.reset(ends[1]);
    }
    /// A file without a name. @param told the size it claims to have
    static StaticFile file_of(const std::string& text, std::uint64_t told)
    {
        std::string name = testing::TempDir() + "file-XXXXXX";
        Fd fd {::mkstemp(name.data())};
        EXPECT_EQ(::write(fd.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
        ::unlink(name.c_str());
        return {.fd = std::move(fd), .size = told};
    }
    std::string read_all()
    {
        std::string text;
        std::array<char, 65536> buffer {};
        for (ssize_t size = 0; (size = ::read(theirs_.get(), buffer.data(), buffer.size())) > 0;)
            text.append(buffer.data(), static_cast<std::size_t>(size));
        return text;
    }

    Fd ours_;
    Fd theirs_;
};

TEST_F(FileSendTest, GivesASmallFileAtOnce)
{
    FileSend send {file_of("hello", 5)};
    std::array<char, 16> buffer {};
    EXPECT_EQ(send.read_small(buffer), "hello");
    EXPECT_TRUE(send.is_whole());
}

TEST_F(FileSendTest, LeavesALargeFileToTheSocket)
{
    FileSend send {file_of("hello", 5)};
    std::array<char, 4> buffer {};
    EXPECT_EQ(send.read_small(buffer), "");
    const auto step = send.send_some(ours_.get());
    EXPECT_EQ(step.outcome, FileSend::Outcome::whole);
    EXPECT_EQ(step.bytes, 5U);
    EXPECT_EQ(read_all(), "hello");
}

TEST_F(FileSendTest, GoesOnWhereAFullSocketStoppedIt)
{
    std::string text(2'000'000, '\0');
    for (std::size_t i = 0; i < text.size(); ++i)
        text[i] = static_cast<char>(i * i % 251);
    FileSend send {file_of(text, text.size())};
    std::string received;
    std::size_t waits = 0;
    while (!send.is_whole()) {
        const auto step = send.send_some(ours_.get());
        ASSERT_NE(step.outcome, FileSend::Outcome::failed);
        waits += step.outcome == FileSend::Outcome::waiting ? 1 : 0;
        received += read_all();
    }
    EXPECT_GT(waits, 1U);
    EXPECT_EQ(received + read_all(), text);
}

TEST_F(FileSendTest, FailsWhenTheFileBecameShorter)
{
    FileSend send {file_of("hello", 100)};
    EXPECT_EQ(send.send_some(ours_.get()).outcome, FileSend::Outcome::waiting);
    EXPECT_EQ(send.send_some(ours_.get()).outcome, FileSend::Outcome::failed);
}

}  // namespace
}  // namespace hive
