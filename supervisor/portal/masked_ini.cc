#include "supervisor/portal/masked_ini.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace hive {
namespace {

constexpr std::string_view mask = "••••";
constexpr std::array<std::string_view, 6> secret_words {
    "password", "passwd", "secret", "token", "key", "credential"};

bool sounds_secret(std::string_view key)
{
    std::string lower {key};
    std::ranges::transform(
        lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::ranges::any_of(
        secret_words, [&](std::string_view word) { return lower.contains(word); });
}

/// "mariadb://ann:honey@host" -> "mariadb://ann:••••@host", each address of the line.
std::string with_masked_addresses(std::string line)
{
    for (auto at = line.find("://"); at != std::string::npos; at = line.find("://", at + 3)) {
        const auto end = std::min(line.find_first_of(" \t,\"'", at + 3), line.size());
        const auto host = line.substr(at, end - at).rfind('@');
        const auto colon = line.find(':', at + 3);
        if (host != std::string::npos && colon < at + host)
            line.replace(colon + 1, at + host - colon - 1, mask);
    }
    return line;
}

std::string masked_line(std::string_view line)
{
    const auto equals = line.find('=');
    if (equals != std::string::npos && sounds_secret(line.substr(0, equals)))
        return std::string {line.substr(0, equals)} + "= " + std::string {mask};
    return with_masked_addresses(std::string {line});
}

}  // namespace

std::string masked_ini(std::string_view text)
{
    std::string masked;
    bool goes_on = false;  // an indented line continues a secret
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const bool is_indented = line.starts_with(' ') || line.starts_with('\t');
        if (is_indented && goes_on) {
            masked += "    " + std::string {mask} + '\n';
            continue;
        }
        const auto equals = line.find('=');
        goes_on = equals != std::string::npos && sounds_secret(line.substr(0, equals));
        masked += masked_line(line) + '\n';
    }
    return masked;
}

}  // namespace hive
