#include "supervisor/portal/sandbox_facts.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/unit/portal/samples.h"

namespace hive {
namespace {

SandboxStatus sample()
{
    return parse_sandbox_status({{"sandbox", sample_sandbox()}}).value_or(SandboxStatus {});
}

std::string fact_of(const SandboxStatus& sandbox, std::string_view term)
{
    const auto facts = sandbox_facts(sandbox);
    const auto found = std::ranges::find(facts, term, &SandboxFact::term);
    return found == facts.end() ? "no such fact" : found->description.text();
}

TEST(SandboxFacts, SayWhatIsInForce)
{
    EXPECT_EQ(fact_of(sample(), "User"), "hive-ban, group hive-ban; also in adm");
    EXPECT_EQ(fact_of(sample(), "Capabilities"), "CAP_NET_ADMIN");
    EXPECT_EQ(fact_of(sample(), "May not gain privileges"), "yes");
    EXPECT_EQ(fact_of(sample(), "Refused system calls"), "yes, 61");
    EXPECT_EQ(fact_of(sample(), "Files"),
        "Landlock 7, reads below /, writes below /run/hive, its own state and logs");
    EXPECT_EQ(fact_of(sample(), "Umask, nice"), "0027, 5");
}

TEST(SandboxFacts, MarkWhatIsNotInForce)
{
    const SandboxStatus nothing;
    for (const auto* term : {"May not gain privileges", "Refused system calls", "Files"})
        EXPECT_TRUE(fact_of(nothing, term).starts_with(R"(<span class="warn">not in force)"))
            << term;
}

TEST(SandboxFacts, MarkAServiceThatMayDoEverything)
{
    const SandboxStatus nothing {.user = "root", .group = "root", .capabilities = {"all"}};
    EXPECT_EQ(fact_of(nothing, "User"), "root, group root");
    EXPECT_EQ(fact_of(nothing, "Capabilities"), R"(<span class="warn">all</span>)");
    EXPECT_EQ(fact_of(nothing, "Limits"), R"(<span class="warn">none</span>)");
}

TEST(SandboxFacts, HaveNoCapabilitiesForMostServices)
{
    EXPECT_EQ(fact_of({}, "Capabilities"), "none");
}

TEST(SandboxFacts, NameOnlyTheLimitsThereAre)
{
    SandboxStatus sandbox = sample();
    EXPECT_EQ(
        fact_of(sandbox, "Limits"), "1024 descriptors, 2000.0 MB of addresses, no core dumps");
    sandbox.core_size = 5'000'000;
    sandbox.memory = -1;
    EXPECT_EQ(fact_of(sandbox, "Limits"), "1024 descriptors, core dumps of 5.0 MB");
}

TEST(SandboxFacts, EscapeWhatTheyName)
{
    SandboxStatus sandbox = sample();
    sandbox.writable = {"/<b>"};
    EXPECT_EQ(fact_of(sandbox, "Files").find("<b>"), std::string::npos);
}

}  // namespace
}  // namespace hive
