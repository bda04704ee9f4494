// tools/hive-notify/mail_text.h - a mail as it goes over the wire (RFC 5322, 2045, 2047). Pure;
// fuzzed.
#pragma once

#include <ctime>
#include <string>
#include <string_view>

#include "tools/hive-notify/job.h"

namespace hive {

/// The whole message: header, blank line, body; every line ends with CRLF and has at most 998
/// bytes. Nothing from the job can add a header line.
/// @param now epoch seconds, for Date
/// @param unique goes into Message-ID
[[nodiscard]] std::string mail_text(const MailJob& job, std::time_t now, std::string_view unique);

/// Text for a header: as it is when ASCII, else encoded words of base64 (RFC 2047, 2).
[[nodiscard]] std::string header_text(std::string_view text);
/// RFC 2045, 6.7.
[[nodiscard]] std::string quoted_printable(std::string_view text);

}  // namespace hive
