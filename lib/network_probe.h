// lib/network_probe.h - a question to a network service, as words. Pure; fuzzed.
//
//   http|https ENDPOINT PATH [status=200-399] [body=REGEX] [header=REGEX] [host=NAME] [verify=no]
//   tcp|tls ENDPOINT [send=TEXT | expect=REGEX]… [verify=no]
//   unix PATH [send=TEXT | expect=REGEX]…
//   mysql ENDPOINT
//   dns ENDPOINT NAME [type=A|AAAA|CNAME|MX|NS|TXT] [expect=REGEX]
//
// The supervisor checks the words when it reads its configuration; hive-probe asks the question.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "lib/result.h"

namespace hive {

enum class ProbeProtocol { http, https, tcp, tls, mysql, dns };

struct NetworkProbe {
    /// One step of a conversation.
    struct Turn {
        enum class Kind { send, expect } kind = Kind::send;
        std::string text;  // what is sent, or an extended regular expression without {n} and
                           // with at most four +
        bool operator==(const Turn&) const = default;
    };
    ProbeProtocol protocol = ProbeProtocol::tcp;
    std::string host;  // an address or a name; "" for a Unix socket
    std::uint16_t port = 0;
    std::string unix_path;
    std::string path;  // http
    int least_status = 200;
    int most_status = 200;
    std::string body;  // regular expression, "" for none
    std::string header;  // the same, of one header line
    std::string virtual_host;  // Host header and TLS name; the host without one
    bool verifies = true;  // the certificate
    std::vector<Turn> turns;  // tcp, tls
    std::string name;  // dns
    std::uint16_t record_type = 1;  // dns
    std::string answer;  // dns: regular expression of one record
};

/// At most 64 words of at most 1024 bytes. In send= the escapes \r \n \t \0 \\ \xHH.
[[nodiscard]] Result<NetworkProbe> parse_network_probe(std::span<const std::string> words);

/// Whether a probe of that kind is one of these: "http", "unix", …
[[nodiscard]] bool is_network_probe(std::string_view kind);

}  // namespace hive
