// daemons/ban/jail_action.cc - actions and formulas by their names in the stock configuration.
#include "daemons/ban/jail_action.h"

#include <algorithm>
#include <array>

#include "daemons/ban/filter_file.h"
#include "daemons/ban/jail_values.h"

namespace hive {
namespace {

constexpr std::array<std::string_view, 19> port_actions {"iptables", "iptables-multiport",
    "iptables-new", "iptables-ipset", "iptables-ipset-proto4", "iptables-ipset-proto6",
    "iptables-multiport-log", "iptables-xt_recent-echo", "nftables", "nftables-multiport",
    "firewallcmd-new", "firewallcmd-multiport", "firewallcmd-ipset", "firewallcmd-rich-rules",
    "firewallcmd-rich-logging", "ufw", "pf", "npf", "ipfw"};
constexpr std::array<std::string_view, 5> whole_actions {
    "route", "hostsdeny", "shorewall", "shorewall-ipset-proto6", "apf"};
constexpr std::array<std::string_view, 3> mail_beginnings {"mail", "sendmail", "smtp.py"};

bool has(const auto& names, std::string_view name)
{
    return std::ranges::find(names, name) != names.end();
}

bool is_mail(std::string_view name)
{
    return std::ranges::any_of(mail_beginnings, [&](std::string_view beginning) {
        return name == beginning || name.starts_with(std::string {beginning} + "-");
    });
}

std::optional<JailAction::Kind> kind_of(const FilterCall& call)
{
    using Kind = JailAction::Kind;
    const auto type = call.options.find("type");
    const bool is_whole = has(whole_actions, call.name) || call.name.ends_with("-allports")
        || (type != call.options.end() && type->second == "allports");
    const bool closes = has(port_actions, call.name) || has(whole_actions, call.name)
        || call.name.ends_with("-allports");
    if (closes)
        return is_whole ? Kind::ban_all_ports : Kind::ban;
    if (is_mail(call.name))
        return Kind::mail;
    return call.name == "dummy" ? std::optional {Kind::nothing} : std::nullopt;
}

}  // namespace

Result<std::vector<JailAction>> parse_actions(std::string_view text)
{
    std::vector<JailAction> actions;
    for (const auto& each : split_actions(text)) {
        auto call = TRY(parse_filter_call(each));
        const auto kind = kind_of(call);
        if (!kind)
            return fail("the action '{}' runs commands that have no meaning here", call.name);
        actions.push_back({.kind = *kind,
            .name = std::move(call.name),
            .options = {call.options.begin(), call.options.end()}});
    }
    return actions;
}

Result<BanGrowth::Formula> parse_formula(std::string_view text)
{
    std::string plain;
    std::ranges::copy_if(text, std::back_inserter(plain),
        [](char c) { return !std::string_view {" \t\r\n"}.contains(c); });
    if (plain.empty() || plain == "ban.Time*(1<<(ban.Countifban.Count<20else20))*banFactor")
        return BanGrowth::Formula::doubling;
    if (plain == "ban.Time*math.exp(float(ban.Count+1)*banFactor)/math.exp(1*banFactor)")
        return BanGrowth::Formula::exponential;
    return fail("'{}' is Python: only the two formulas of the stock jail.conf are known", text);
}

}  // namespace hive
