#include <algorithm>
#include <ctime>
#include <filesystem>

#include <unistd.h>

#include "lib/file.h"
#include "lib/json.h"
#include "lib/paths.h"
#include "tools/hivectl/commands.h"
#include "tools/hivectl/self_signed.h"

namespace hive {
namespace {

/// "*.example" -> "_.example", "::1" -> "__1": a name any file system takes.
std::string file_name(std::string host)
{
    std::ranges::replace(host, '*', '_');
    std::ranges::replace(host, ':', '_');
    return host;
}

/// The key is for its owner and group alone: who runs hive-proxy is of that group.
Result<> write_pair(const SelfSigned& made, const std::string& chain, const std::string& key)
{
    std::error_code failed;
    std::filesystem::create_directories(std::filesystem::path {chain}.parent_path(), failed);
    if (failed)
        return fail("{}: {}", chain, failed.message());
    if (::access(chain.c_str(), F_OK) == 0 || ::access(key.c_str(), F_OK) == 0)
        return fail("{} is there already; remove it first", chain);
    TRY(write_file(key, made.key, 0640));
    return write_file(chain, made.certificate, 0644);
}

}  // namespace

int tls(const Invocation& invocation, const Terminal& /*terminal*/)
{
    if (invocation.words.front() != "self-signed")
        return complain(fmt::format("'{}' is not self-signed", invocation.words.front()));
    const auto& host = invocation.words.back();
    const auto made = make_self_signed(host, std::time(nullptr));
    if (!made)
        return complain(made.error().message());
    const auto base = "tls/" + file_name(host);
    const auto chain = configuration_path(base + ".pem");
    const auto key = configuration_path(base + ".key");
    if (const auto written = write_pair(*made, chain, key); !written)
        return complain(written.error().message());
    if (invocation.is_json)
        say(to_text(Json {{"host", host}, {"certificate", chain}, {"key", key}}) + '\n');
    else
        say(fmt::format("wrote {} and {}; for proxy.ini:\n\n[proxy]\nlisten_tls = *:443\n\n"
                        "[certificate {}]\ncertificate = {}.pem\nkey = {}.key\n",
            chain, key, host, base, base));
    return 0;
}

}  // namespace hive
