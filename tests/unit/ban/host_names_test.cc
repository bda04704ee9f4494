#include "daemons/ban/host_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hive {
namespace {

using testing::Contains;
using testing::IsEmpty;

const WallTime now = std::chrono::system_clock::now();
const auto loopback = Address::parse("127.0.0.1").value();

class Names : public testing::Test {
protected:
    /// Waits for the answer.
    std::vector<Address> ask(const std::string& name)
    {
        std::vector<Address> found;
        names.ask(name, UseDns::yes, now, [&](const std::vector<Address>& addresses) {
            found = addresses;
            loop.stop();
        });
        loop.run();
        return found;
    }

    EventLoop loop = EventLoop::create().value();
    HostNames names {loop};
};

TEST_F(Names, HaveTheirAddresses)
{
    EXPECT_THAT(ask("localhost"), Contains(loopback));
    EXPECT_THAT(ask("no-such-host.invalid"), IsEmpty());
}

TEST_F(Names, AreAnsweredAtOnceTheSecondTime)
{
    ask("localhost");
    std::vector<Address> again;
    names.ask("localhost", UseDns::yes, now,
        [&](const std::vector<Address>& addresses) { again = addresses; });
    EXPECT_THAT(again, Contains(loopback));
}

TEST_F(Names, AreLookedUpOnceForAllWhoAsk)
{
    int answers = 0;
    for (std::size_t i = 0; i < HostNames::max_questions + 5; ++i)
        names.ask("localhost", UseDns::yes, now, [&](const std::vector<Address>&) {
            if (++answers == static_cast<int>(HostNames::max_questions))
                loop.stop();
        });
    loop.run();
    EXPECT_EQ(answers, static_cast<int>(HostNames::max_questions));
    EXPECT_EQ(names.dropped(), 5);
}

TEST_F(Names, AreNotLookedUpWhenTheyAreNone)
{
    bool is_called = false;
    const auto note = [&](const std::vector<Address>&) { is_called = true; };
    names.ask("", UseDns::yes, now, note);
    names.ask(std::string(254, 'x'), UseDns::yes, now, note);
    EXPECT_FALSE(is_called);
}

}  // namespace
}  // namespace hive
