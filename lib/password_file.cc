#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <map>

#include <nettle/hmac.h>

#include "lib/encoding.h"
#include "lib/file.h"
#include "lib/password.h"

namespace hive {
namespace {

constexpr std::size_t name_limit = 255;  // bytes

/// Takes the first line off `text`, without its end.
std::string_view take_line(std::string_view& text)
{
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

bool is_comment(std::string_view line)
{
    const auto first = line.find_first_not_of(" \t");
    return first == std::string_view::npos || line[first] == '#';
}

/// Apache and nginx allow more fields behind the hash; only a plain password may hold a ':'.
std::string_view hash_field(std::string_view rest)
{
    return rest.starts_with("{PLAIN}") ? rest : rest.substr(0, rest.find(':'));
}

/// Hashes of one kind cost the same: what they begin with, and the cost where one is stated.
std::string_view kind_of(std::string_view hash)
{
    if (!hash.starts_with('$'))
        return hash.substr(0, hash.starts_with('{') ? hash.find('}') : 0);
    const auto id = hash.find('$', 1);
    const auto next = hash.substr(id + 1);
    const bool has_cost = hash.starts_with("$2") || hash.starts_with("$y$")
        || hash.starts_with("$gy$") || next.starts_with("rounds=");
    return has_cost ? hash.substr(0, hash.find('$', id + 1)) : hash.substr(0, id);
}

/// Costs what `hash` costs, and fits no password anyone knows.
std::string spoiled(std::string hash)
{
    // In front where base64 has bits at its end that must be zero.
    const auto place = hash.starts_with('{') ? hash.find('}') + 1 : hash.size() - 1;
    if (place < hash.size())
        hash[place] = hash[place] == '/' ? 'A' : '/';
    return hash;
}

/// A number in (0, 1] that nobody can tell who does not know the key.
double draw(std::string_view key, std::string_view name)
{
    constexpr int digits = 53;  // of a double
    hmac_sha256_ctx context;
    hmac_sha256_set_key(&context, key.size(), reinterpret_cast<const std::uint8_t*>(key.data()));
    hmac_sha256_update(&context, name.size(), reinterpret_cast<const std::uint8_t*>(name.data()));
    std::uint64_t drawn = 0;
    std::array<std::uint8_t, sizeof drawn> digest {};
    hmac_sha256_digest(&context, digest.size(), digest.data());
    std::memcpy(&drawn, digest.data(), sizeof drawn);
    return std::ldexp(static_cast<double>((drawn >> (64 - digits)) + 1), -digits);
}

}  // namespace

Result<> check_user_name(std::string_view name)
{
    if (name.empty())
        return fail("a user name is empty");
    if (name.size() > name_limit)
        return fail("a user name has more than {} bytes", name_limit);
    if (std::ranges::any_of(name, [](unsigned char c) { return c < ' ' || c == 0x7f; }))
        return fail("a user name holds a control character");
    if (name.contains(':') || name.starts_with('#') || name.starts_with(' ') || name.ends_with(' '))
        return fail("user name '{}' has a ':', a '#' or blank in front, or a blank behind", name);
    return {};
}

Users::Parsed Users::parse(std::string_view text, const std::string& path)
{
    Parsed parsed;
    std::unordered_map<std::string, int> lines;
    for (int number = 1; !text.empty(); ++number) {
        const auto line = take_line(text);
        if (is_comment(line))
            continue;
        const auto mistake = [&](std::string why) {
            parsed.mistakes.push_back(
                Error {std::move(why)}.within(fmt::format("{}:{}", path, number)));
        };
        const auto colon = line.find(':');
        const auto name = line.substr(0, colon);
        const auto hash = colon == std::string_view::npos ? std::string_view {}
                                                          : hash_field(line.substr(colon + 1));
        if (colon == std::string_view::npos)
            mistake("no ':' between a name and a hash");
        else if (const auto checked = check_user_name(name); !checked)
            mistake(checked.error().message());
        else if (const auto [first, is_new] = lines.emplace(name, number); !is_new)
            mistake(fmt::format("user '{}' is in line {} already", name, first->second));
        else if (!is_known_hash(hash))
            mistake(fmt::format("hash of user '{}' has no known form", name));
        else
            parsed.users.hashes_.emplace(name, hash);
    }
    parsed.users.sort_kinds();
    return parsed;
}

void Users::sort_kinds()
{
    std::map<std::string_view, Kind> kinds;
    for (const auto& [name, hash] : hashes_) {
        auto& kind = kinds[kind_of(hash)];
        kind.first = kind.users == 0 ? hash : std::min(kind.first, hash);
        ++kind.users;
    }
    for (auto& [prefix, kind] : kinds)
        kinds_.push_back(std::move(kind));
}

Result<Users::Parsed> Users::load(const std::string& path)
{
    return parse(TRY(read_file(path)), path);
}

const std::string* Users::find(std::string_view name) const
{
    const auto found = hashes_.find(std::string {name});
    return found == hashes_.end() ? nullptr : &found->second;
}

std::vector<std::string> Users::names() const
{
    std::vector<std::string> names;
    names.reserve(hashes_.size());
    for (const auto& [name, hash] : hashes_)
        names.push_back(name);
    std::ranges::sort(names);
    return names;
}

/// Each kind draws for the name; the weights count as in Schindelhauer and Schomaker, Weighted
/// Distributed Hash Tables (2005), the logarithmic method: a user more changes few names' kind.
std::string Users::decoy(std::string_view name) const
{
    const auto distance
        = [&](const Kind& kind) { return -std::log(draw(kind.first, name)) / kind.users; };
    const auto nearest = std::ranges::min_element(kinds_, {}, distance);
    return nearest == kinds_.end() ? std::string {} : spoiled(nearest->first);
}

bool verify_user(const Users& users, std::string_view name, std::string_view password)
{
    const auto* const hash = users.find(name);
    // Chosen for a known name, too, as that takes time.
    const auto decoy = users.decoy(name);
    const bool fits = verify_password(password, hash != nullptr ? *hash : decoy);
    return hash != nullptr && fits;
}

Groups Groups::parse(std::string_view text)
{
    Groups groups;
    while (!text.empty()) {
        const auto line = take_line(text);
        const auto colon = line.find(':');
        if (is_comment(line) || colon == std::string_view::npos)
            continue;
        const auto group = line.substr(0, colon);
        auto rest = line.substr(colon + 1);
        for (;;) {
            rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
            if (rest.empty())
                break;
            const auto user = rest.substr(0, rest.find_first_of(" \t"));
            rest.remove_prefix(user.size());
            groups.groups_[std::string {user}].emplace_back(group);
        }
    }
    for (auto& [user, names] : groups.groups_) {
        std::ranges::sort(names);
        names.erase(std::ranges::unique(names).begin(), names.end());
    }
    return groups;
}

Groups Groups::load(const std::string& path)
{
    const auto text = read_file(path);
    return text ? parse(*text) : Groups {};
}

std::vector<std::string> Groups::of(std::string_view user) const
{
    const auto found = groups_.find(std::string {user});
    return found == groups_.end() ? std::vector<std::string> {} : found->second;
}

}  // namespace hive
