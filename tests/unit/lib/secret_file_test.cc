#include "lib/secret_file.h"

#include <cstdlib>

#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "lib/file.h"

namespace hive {
namespace {

class SecretFile : public testing::Test {
protected:
    void SetUp() override { ASSERT_NE(::mkdtemp(directory_.data()), nullptr); }
    void TearDown() override
    {
        ::unlink(path().c_str());
        ::rmdir(directory_.c_str());
        ::unsetenv("CREDENTIALS_DIRECTORY");
    }
    std::string path() const { return directory_ + "/secret"; }
    void write(std::string_view text, mode_t mode) const
    {
        ASSERT_TRUE(write_file(path(), text, mode));
    }

    std::string directory_ = "/tmp/hive-secret-XXXXXX";
};

TEST_F(SecretFile, GivesItsFirstLine)
{
    write("p\xc3\xa4ss word \nnot this\n", 0600);
    EXPECT_EQ(read_secret(path()).value(), "p\xc3\xa4ss word ");
}

TEST_F(SecretFile, MustNotBeReadableByOthers)
{
    write("secret\n", 0640);
    const auto secret = read_secret(path());
    ASSERT_FALSE(secret);
    EXPECT_EQ(secret.error().message(), path() + " has mode 0640: others may read it (chmod 600)");
}

TEST_F(SecretFile, MustNotBeEmpty)
{
    write("\nsecret\n", 0600);
    EXPECT_FALSE(read_secret(path()));
}

TEST_F(SecretFile, MustNotBeOver4Kilobytes)
{
    write(std::string(5000, 'x'), 0600);
    EXPECT_FALSE(read_secret(path()));
}

TEST_F(SecretFile, MustBeARegularFile)
{
    ASSERT_EQ(::mkfifo(path().c_str(), 0600), 0);
    EXPECT_FALSE(read_secret(path()));
}

TEST_F(SecretFile, IsFoundAmongTheCredentials)
{
    write("secret\n", 0600);
    ::setenv("CREDENTIALS_DIRECTORY", directory_.c_str(), 1);
    EXPECT_EQ(credential_path("secret"), path());
    EXPECT_EQ(credential_path("other"), "");
}

}  // namespace
}  // namespace hive
