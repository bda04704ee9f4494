#include "daemons/ban/nft_rule.h"

#include <array>
#include <cassert>

#include <netinet/in.h>

#include <libnftnl/expr.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

#include "daemons/ban/nft_table.h"

namespace hive::nft {

RuleBuilder::RuleBuilder() : rule_ {nftnl_rule_alloc()}
{
    nftnl_rule_set_str(rule_.get(), NFTNL_RULE_TABLE, table_name);
    nftnl_rule_set_str(rule_.get(), NFTNL_RULE_CHAIN, chain_name);
    nftnl_rule_set_u32(rule_.get(), NFTNL_RULE_FAMILY, NFPROTO_INET);
}

void RuleBuilder::meta_is(std::uint32_t key, std::uint8_t value)
{
    auto* meta = add("meta");
    nftnl_expr_set_u32(meta, NFTNL_EXPR_META_KEY, key);
    nftnl_expr_set_u32(meta, NFTNL_EXPR_META_DREG, NFT_REG_1);
    auto* compare = add("cmp");
    nftnl_expr_set_u32(compare, NFTNL_EXPR_CMP_SREG, NFT_REG_1);
    nftnl_expr_set_u32(compare, NFTNL_EXPR_CMP_OP, NFT_CMP_EQ);
    nftnl_expr_set(compare, NFTNL_EXPR_CMP_DATA, &value, sizeof value);
}

void RuleBuilder::load(std::uint32_t base, std::uint32_t offset, std::uint32_t length)
{
    auto* payload = add("payload");
    nftnl_expr_set_u32(payload, NFTNL_EXPR_PAYLOAD_BASE, base);
    nftnl_expr_set_u32(payload, NFTNL_EXPR_PAYLOAD_OFFSET, offset);
    nftnl_expr_set_u32(payload, NFTNL_EXPR_PAYLOAD_LEN, length);
    nftnl_expr_set_u32(payload, NFTNL_EXPR_PAYLOAD_DREG, NFT_REG_1);
}

void RuleBuilder::mask_v6(int bits)
{
    static constexpr std::array<unsigned char, 16> nothing {};
    std::array<unsigned char, 16> ones {};
    ones.fill(0xff);
    const Network mask {Address::from_bytes(ones), bits};
    auto* bitwise = add("bitwise");
    nftnl_expr_set_u32(bitwise, NFTNL_EXPR_BITWISE_SREG, NFT_REG_1);
    nftnl_expr_set_u32(bitwise, NFTNL_EXPR_BITWISE_DREG, NFT_REG_1);
    nftnl_expr_set_u32(bitwise, NFTNL_EXPR_BITWISE_LEN, 16);
    nftnl_expr_set(bitwise, NFTNL_EXPR_BITWISE_MASK, mask.address().bytes().data(), ones.size());
    nftnl_expr_set(bitwise, NFTNL_EXPR_BITWISE_XOR, nothing.data(), nothing.size());
}

void RuleBuilder::is_in(const SetName& set)
{
    auto* lookup = add("lookup");
    nftnl_expr_set_u32(lookup, NFTNL_EXPR_LOOKUP_SREG, NFT_REG_1);
    nftnl_expr_set_str(lookup, NFTNL_EXPR_LOOKUP_SET, set.text.c_str());
    nftnl_expr_set_u32(lookup, NFTNL_EXPR_LOOKUP_SET_ID, set.id);
}

void RuleBuilder::drop()
{
    add("counter");
    auto* verdict = add("immediate");
    nftnl_expr_set_u32(verdict, NFTNL_EXPR_IMM_DREG, NFT_REG_VERDICT);
    nftnl_expr_set_u32(verdict, NFTNL_EXPR_IMM_VERDICT, NF_DROP);
}

nftnl_expr* RuleBuilder::add(const char* name)
{
    auto* expression = nftnl_expr_alloc(name);
    assert(expression != nullptr);  // the library knows the name
    nftnl_rule_add_expr(rule_.get(), expression);  // the rule owns it now
    return expression;
}

}  // namespace hive::nft
