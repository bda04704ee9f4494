#include "daemons/proxy/login_memo.h"

#include <gtest/gtest.h>

namespace hive {
namespace {

using namespace std::chrono_literals;
const LoginMemo::Clock::time_point start {};

class LoginMemoTest : public testing::Test {
protected:
    [[nodiscard]] bool knows(
        std::string_view field, std::uint64_t accounts, std::chrono::seconds after) const
    {
        const auto* const user = memo_.user_of(digester_.field(field), accounts, start + after);
        return user != nullptr && *user == "ann";
    }
    CredentialDigester digester_;
    LoginMemo memo_;
};

TEST_F(LoginMemoTest, KnowsNothingAtFirst)
{
    EXPECT_FALSE(knows("Basic YW5uOng=", 0, 0s));
    EXPECT_EQ(memo_.user_of(FieldDigest {}, 0, start), nullptr);
}

TEST_F(LoginMemoTest, KnowsTheVeryField)
{
    memo_.note(digester_.field("Basic YW5uOng="), "ann", 7, start + 300s);
    EXPECT_TRUE(knows("Basic YW5uOng=", 7, 299s));
    EXPECT_FALSE(knows("basic YW5uOng=", 7, 299s));
    EXPECT_FALSE(knows("Basic YW5uOnk=", 7, 299s));
    EXPECT_FALSE(knows("", 7, 299s));
}

TEST_F(LoginMemoTest, TellsFieldsApartThatDifferInTheirLastByteOrLength)
{
    const std::string field = "Basic " + std::string(1000, 'A');
    memo_.note(digester_.field(field), "ann", 7, start + 300s);
    EXPECT_TRUE(knows(field, 7, 0s));
    EXPECT_FALSE(knows(field + "A", 7, 0s));
    EXPECT_FALSE(knows(field.substr(0, field.size() - 1) + "B", 7, 0s));
}

TEST_F(LoginMemoTest, HasAnotherKeyInEachProcess)
{
    EXPECT_NE(digester_.field("Basic YW5uOng="), CredentialDigester {}.field("Basic YW5uOng="));
}

TEST_F(LoginMemoTest, ForgetsWithItsTimeAndWithOtherAccounts)
{
    memo_.note(digester_.field("Basic YW5uOng="), "ann", 7, start + 300s);
    EXPECT_FALSE(knows("Basic YW5uOng=", 7, 300s));
    EXPECT_FALSE(knows("Basic YW5uOng=", 8, 0s));
}

}  // namespace
}  // namespace hive
