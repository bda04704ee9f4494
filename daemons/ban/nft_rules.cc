#include "daemons/ban/nft_rules.h"

#include <cerrno>
#include <cstring>

#include <libnftnl/expr.h>
#include <libnftnl/rule.h>
#include <linux/netfilter/nf_tables.h>

#include "daemons/ban/nft_table.h"

namespace hive {
namespace {

using Rule = Handle<nftnl_rule, nftnl_rule_free>;

int note_counter(nftnl_expr* expression, void* target)
{
    if (std::strcmp(nftnl_expr_get_str(expression, NFTNL_EXPR_NAME), "counter") == 0)
        *static_cast<Dropped*>(target)
            = {.packets = nftnl_expr_get_u64(expression, NFTNL_EXPR_CTR_PACKETS),
                .bytes = nftnl_expr_get_u64(expression, NFTNL_EXPR_CTR_BYTES)};
    return 0;
}

int note_rule(const nlmsghdr* message, void* target)
{
    auto& counters = static_cast<std::vector<Dropped>*>(target)->emplace_back();
    const Rule rule {nftnl_rule_alloc()};
    if (nftnl_rule_nlmsg_parse(message, rule.get()) == 0)
        nftnl_expr_foreach(rule.get(), &note_counter, &counters);
    return MNL_CB_OK;
}

}  // namespace

Result<std::vector<Dropped>> read_rules(NftNetlink& netlink)
{
    const Rule filter {nftnl_rule_alloc()};
    nftnl_rule_set_str(filter.get(), NFTNL_RULE_TABLE, nft::table_name);
    nftnl_rule_set_str(filter.get(), NFTNL_RULE_CHAIN, nft::chain_name);
    std::vector<Dropped> counters;
    const int error = netlink.ask(
        NFT_MSG_GETRULE, NLM_F_DUMP,
        [&](nlmsghdr* message) { nftnl_rule_nlmsg_build_payload(message, filter.get()); },
        &note_rule, &counters);
    if (error != 0 && error != ENOENT)
        return nft_refusal(error, "read rules");
    return counters;
}

}  // namespace hive
