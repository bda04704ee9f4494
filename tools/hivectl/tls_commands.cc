#include "lib/json.h"
#include "lib/paths.h"
#include "tools/hivectl/certificate_files.h"
#include "tools/hivectl/commands.h"

namespace hive {

int tls(const Invocation& invocation, const Terminal& /*terminal*/)
{
    if (invocation.words.front() != "self-signed")
        return complain(fmt::format("'{}' is not self-signed", invocation.words.front()));
    const auto& host = invocation.words.back();
    if (const auto made = make_certificate(host); !made)
        return complain(made.error().message());
    const auto [certificate, key] = certificate_files(host);
    const auto chain_path = configuration_path(certificate);
    const auto key_path = configuration_path(key);
    if (invocation.is_json)
        say(to_text(Json {{"host", host}, {"certificate", chain_path}, {"key", key_path}}) + '\n');
    else
        say(fmt::format("wrote {} and {}; for proxy.ini:\n\n[proxy]\nlisten_tls = *:443\n\n"
                        "[certificate {}]\ncertificate = {}\nkey = {}\n",
            chain_path, key_path, host, certificate, key));
    return 0;
}

}  // namespace hive
