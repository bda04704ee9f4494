#include "daemons/proxy/authenticator.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace hive {
namespace {

using namespace std::chrono_literals;

SharedAccounts accounts_of(std::string_view users)
{
    return std::make_shared<const Accounts>(
        Users::parse(users, "users").users, Groups::parse("admin: ann\neditor: ann bob\n"));
}

class AuthenticatorTest : public testing::Test {
protected:
    /// Runs the loop until that many verdicts have come, at most 5 s.
    std::vector<Verdict> run_until(std::size_t count)
    {
        wanted_ = count;
        const auto deadline = loop_->after(60s, [this] { loop_->stop(); });
        EXPECT_TRUE(deadline.has_value());
        EXPECT_TRUE(loop_->run().has_value());
        return verdicts_;
    }
    bool verify(Authenticator& authenticator, const Credentials& credentials)
    {
        return authenticator.verify(credentials, site_, accounts_, *loop_, [this](Verdict verdict) {
            verdicts_.push_back(verdict);
            if (verdicts_.size() == wanted_)
                loop_->stop();
        });
    }

    Result<EventLoop> loop_ = EventLoop::create();
    SharedAccounts accounts_ = accounts_of("ann:{PLAIN}secret\n");
    std::vector<Verdict> verdicts_;
    std::size_t wanted_ = 0;
    const Address site_ = Address::parse("192.0.2.7").value();
    const Credentials right_ {.user = "ann", .password = "secret"};
    const Credentials wrong_ {.user = "ann", .password = "guess"};
};

TEST_F(AuthenticatorTest, KnowsOnlyWhatItAccepted)
{
    Authenticator authenticator {1, 300s};
    EXPECT_FALSE(authenticator.knows(right_, site_, *accounts_));
    ASSERT_TRUE(verify(authenticator, right_));
    ASSERT_TRUE(verify(authenticator, wrong_));
    EXPECT_EQ(run_until(2), (std::vector {Verdict::accepted, Verdict::wrong_password}));
    EXPECT_TRUE(authenticator.knows(right_, site_, *accounts_));
    EXPECT_FALSE(authenticator.knows(wrong_, site_, *accounts_));
}

TEST_F(AuthenticatorTest, KnowsWhereCredentialsCameFrom)
{
    const auto elsewhere = Address::parse("198.51.100.9").value();
    Authenticator authenticator {1, 300s};
    ASSERT_TRUE(verify(authenticator, right_));
    run_until(1);
    EXPECT_TRUE(authenticator.knows_from(right_, site_, *accounts_));
    EXPECT_FALSE(authenticator.knows_from(right_, elsewhere, *accounts_));
}

TEST_F(AuthenticatorTest, TellsAnUnknownUser)
{
    Authenticator authenticator {1, 300s};
    ASSERT_TRUE(verify(authenticator, {.user = "eve", .password = "secret"}));
    EXPECT_EQ(run_until(1), std::vector {Verdict::unknown_user});
}

TEST_F(AuthenticatorTest, ForgetsWhenTheStoredHashChanges)
{
    Authenticator authenticator {1, 300s};
    ASSERT_TRUE(verify(authenticator, right_));
    run_until(1);
    EXPECT_TRUE(authenticator.knows(right_, site_, *accounts_));
    EXPECT_FALSE(authenticator.knows(right_, site_, *accounts_of("ann:{PLAIN}other\n")));
    EXPECT_FALSE(authenticator.knows(right_, site_, *accounts_of("bob:{PLAIN}secret\n")));
}

TEST_F(AuthenticatorTest, HashesEqualCredentialsOnce)
{
    // bcrypt takes long enough for all twenty to be there before the first is done.
    accounts_ = accounts_of("ann:$2y$12$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy\n");
    Authenticator authenticator {1, 300s};
    for (int i = 0; i < 20; ++i)
        ASSERT_TRUE(verify(authenticator, wrong_));
    EXPECT_EQ(run_until(20), std::vector<Verdict>(20, Verdict::wrong_password));
    EXPECT_EQ(authenticator.hashed(), 1U);
}

TEST_F(AuthenticatorTest, RefusesWhenTooManyWait)
{
    accounts_ = accounts_of("ann:$2y$12$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy\n");
    Authenticator authenticator {1, 300s};
    bool was_refused = false;
    for (int i = 0; i < 100 && !was_refused; ++i)
        was_refused = !verify(authenticator, {.user = "ann", .password = std::to_string(i)});
    EXPECT_TRUE(was_refused);
}

TEST(Accounts, JoinTheGroupsOfAUser)
{
    const auto accounts = accounts_of("ann:{PLAIN}x\nbob:{PLAIN}x\neve:{PLAIN}x\n");
    EXPECT_EQ(accounts->groups_of("ann"), "admin,editor");
    EXPECT_EQ(accounts->groups_of("bob"), "editor");
    EXPECT_EQ(accounts->groups_of("eve"), "");
    EXPECT_EQ(accounts->groups_of("mallory"), "");
}

TEST_F(AuthenticatorTest, ChecksManyGuessesToTheEnd)
{
    Authenticator authenticator {2, 300s};
    constexpr std::size_t guesses = 40;
    for (std::size_t i = 0; i < guesses; ++i)
        ASSERT_TRUE(verify(authenticator, {.user = "ann", .password = std::to_string(i)}));
    ASSERT_TRUE(verify(authenticator, right_));
    const auto verdicts = run_until(guesses + 1);
    EXPECT_EQ(std::ranges::count(verdicts, Verdict::wrong_password), guesses);
    EXPECT_EQ(std::ranges::count(verdicts, Verdict::accepted), 1);
}

}  // namespace
}  // namespace hive
