#include "daemons/guard/guard.h"
#include "lib/guard_schema.h"
#include "lib/json.h"
#include "lib/log.h"

namespace hive {

Result<Json> Guard::forget(const std::string& client, std::optional<std::int64_t> decision,
    const std::string& class_name, bool remembers, const std::string& user)
{
    const auto network = TRY(Network::parse(client));
    const bool was_banned = engine_.policy().is_banned(network.address(), event_clock_now());
    const auto undone = TRY(store_.undo(client));
    engine_.policy().forgive(network.address());
    if (was_banned || undone > 0)
        ban_->undo(client);
    const auto now = now_in_seconds();
    if (undone > 0) {
        TRY(store_.add_feedback(now, client, decision, "benign", class_name, user));
        TRY(store_.label_vectors(client, now, std::string {benign_class}));
    }
    if (remembers)
        TRY(add_safe({.kind = "network", .value = client, .note = "undone", .user = user}));
    log::notice("undone {} decisions={} {}", log::field("client", client), undone,
        log::field("user", user));
    return Json {{"undone", undone}, {"unbanned", was_banned}, {"remembered", remembers}};
}

Result<Json> Guard::undo(const std::string& client, bool remembers, const std::string& user)
{
    return forget(client, std::nullopt, std::string {benign_class}, remembers, user);
}

Result<Json> Guard::undo_decision(std::int64_t decision, bool remembers, const std::string& user)
{
    const auto stored = TRY(store_.decision(decision));
    if (!stored)
        return fail("there is no decision {}", decision);
    return forget(stored->client, decision, std::string {benign_class}, remembers, user);
}

Result<Json> Guard::ban(const Address& address, std::chrono::seconds time, const std::string& user)
{
    if (const auto reason = engine_.policy().safe().reason(address))
        return fail("{} is never acted against: {}", address.text(), *reason);
    const auto* const suspect = engine_.policy().suspect(address);
    Verdict verdict = suspect == nullptr ? Verdict {.class_name = "By hand"} : suspect->last;
    verdict.time = event_clock_now();
    verdict.client = address;
    verdict.by = "operator";
    verdict.score = 1;
    verdict.reasons.insert(verdict.reasons.begin(),
        {.name = "operator", .value = 1, .weight = 1, .text = "banned by " + user});
    verdict.reasons.resize(std::min(verdict.reasons.size(), max_reasons));
    const auto decision = engine_.policy().decide(verdict, time);
    ++decisions_;
    const auto number = TRY(store_.insert(decision));
    ban_->decide(number, decision);
    return Json {{"decision", number}};
}

Result<Json> Guard::feedback(std::int64_t decision, const std::string& verdict,
    const std::string& class_name, const std::string& user)
{
    const auto stored = TRY(store_.decision(decision));
    if (!stored)
        return fail("there is no decision {}", decision);
    auto truly = class_name.empty() ? stored->class_name : class_name;
    if (verdict == "benign")
        truly = benign_class;
    TRY(store_.add_feedback(now_in_seconds(), stored->client, decision, verdict, truly, user));
    TRY(store_.label_vectors(stored->client, stored->time, truly));
    return Json::object();
}

Result<Json> Guard::add_safe(SafeEntry entry)
{
    entry.added = now_in_seconds();
    const bool is_new = TRY(engine_.policy().safe().add(entry));
    if (is_new)
        TRY(store_.add_safe(entry));
    return Json {{"added", is_new}};
}

Result<Json> Guard::remove_safe(
    const std::string& kind, const std::string& value, const std::string& user)
{
    const bool was_there = engine_.policy().safe().remove(kind, value);
    if (was_there) {
        TRY(store_.remove_safe(kind, value));
        log::notice("removed from the safe list {} {}", log::field("value", value),
            log::field("user", user));
    }
    return Json {{"removed", was_there}};
}

Result<Json> Guard::arm(const std::string& class_name, Policy::Arming arming)
{
    engine_.policy().arm(class_name, arming);
    log::notice("{} {}", arming == Policy::Arming::on ? "armed" : "disarmed",
        log::field("class", class_name.empty() ? "all" : class_name));
    return Json::object();
}

}  // namespace hive
