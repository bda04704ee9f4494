#include "daemons/proxy/login_memo.h"

#include <string_view>
#include <utility>

#include "lib/encoding.h"

namespace hive {

namespace {

std::string_view text_of(const FieldDigest& digest)
{
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

void LoginMemo::note(
    const FieldDigest& field, std::string user, std::uint64_t accounts, Clock::time_point end)
{
    field_ = field;
    user_ = std::move(user);
    accounts_ = accounts;
    end_ = end;
}

const std::string* LoginMemo::user_of(
    const FieldDigest& field, std::uint64_t accounts, Clock::time_point now) const
{
    const bool is_same = accounts == accounts_ && now < end_
        && equal_in_constant_time(text_of(field), text_of(field_));
    return is_same ? &user_ : nullptr;
}

}  // namespace hive
