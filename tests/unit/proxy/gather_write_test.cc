#include "daemons/proxy/gather_write.h"

#include <array>
#include <cerrno>
#include <string>

#include <sys/socket.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "lib/fd.h"

namespace hive {
namespace {

class GatherWrite : public testing::Test {
protected:
    void SetUp() override
    {
        std::array<int, 2> ends {};
        ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
        ours_.reset(ends[0]);
        theirs_.reset(ends[1]);
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

TEST_F(GatherWrite, SendsThePiecesInOrder)
{
    const std::array<std::string_view, 3> pieces {"one ", "", "two"};
    std::string rest;
    EXPECT_EQ(gather_write(ours_.get(), pieces, rest), 0);
    EXPECT_EQ(rest, "");
    EXPECT_EQ(read_all(), "one two");
}

TEST_F(GatherWrite, KeepsWhatTheSocketDoesNotTake)
{
    const std::string large(3'000'000, 'x');
    const std::array<std::string_view, 3> pieces {"begin ", large, " end"};
    std::string rest;
    ASSERT_EQ(gather_write(ours_.get(), pieces, rest), 0);
    ASSERT_FALSE(rest.empty());
    std::string received = read_all();
    while (!rest.empty()) {
        ASSERT_EQ(write_pending(ours_.get(), rest), 0);
        received += read_all();
    }
    EXPECT_EQ(received, "begin " + large + " end");
}

TEST_F(GatherWrite, SendsPiecesThatAreTooManyBytesToPutTogether)
{
    const std::string large(60'000, 'x');
    const std::array<std::string_view, 3> pieces {"begin ", large, " end"};
    std::string rest;
    ASSERT_EQ(gather_write(ours_.get(), pieces, rest), 0);
    EXPECT_EQ(rest, "");
    EXPECT_EQ(read_all(), "begin " + large + " end");
}

TEST_F(GatherWrite, KeepsAllWhileTheSocketIsFull)
{
    std::string filling(3'000'000, 'x');
    ASSERT_EQ(write_pending(ours_.get(), filling), 0);
    const std::array<std::string_view, 2> pieces {"head ", "body"};
    std::string rest;
    EXPECT_EQ(gather_write(ours_.get(), pieces, rest), 0);
    EXPECT_EQ(rest, "head body");
}

TEST_F(GatherWrite, SaysThatThePeerHasGone)
{
    theirs_.reset();
    const std::array<std::string_view, 1> pieces {"text"};
    std::string rest;
    EXPECT_EQ(gather_write(ours_.get(), pieces, rest), EPIPE);
    EXPECT_EQ(rest, "");
    rest = "text";
    EXPECT_EQ(write_pending(ours_.get(), rest), EPIPE);
}

}  // namespace
}  // namespace hive
