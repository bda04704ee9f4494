#include "tools/hive-notify/transfer.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <ctime>

#include <curl/curl.h>

#include "lib/encoding.h"
#include "lib/handle.h"
#include "tools/hive-notify/mail_text.h"

namespace hive {
namespace {

using Curl = Handle<CURL, curl_easy_cleanup>;
using List = Handle<curl_slist, curl_slist_free_all>;

/// Text that curl reads piece by piece.
struct Upload {
    std::string_view rest;

    static std::size_t read(char* buffer, std::size_t size, std::size_t count, void* self)
    {
        auto& rest = static_cast<Upload*>(self)->rest;
        const auto length = std::min(size * count, rest.size());
        std::memcpy(buffer, rest.data(), length);
        rest.remove_prefix(length);
        return length;
    }
};

/// A server's words are not wanted.
std::size_t swallow(char* /*bytes*/, std::size_t size, std::size_t count, void* /*unused*/)
{
    return size * count;
}

/// One transfer; the error text of curl with it.
struct Transfer {
    Curl handle {curl_easy_init()};
    std::array<char, CURL_ERROR_SIZE> words {};

    explicit Transfer(const Job& job)
    {
        set(CURLOPT_ERRORBUFFER, words.data());
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_TIMEOUT, static_cast<long>(job.timeout.count()));
        set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(job.timeout.count()));
        set(CURLOPT_WRITEFUNCTION, &swallow);
        if (!job.ca_file.empty())
            set(CURLOPT_CAINFO, job.ca_file.c_str());
    }

    template <class Value>
    void set(CURLoption option, Value value)
    {
        curl_easy_setopt(handle.get(), option, value);
    }

    Result<> perform()
    {
        const auto code = curl_easy_perform(handle.get());
        if (code == CURLE_OK)
            return {};
        return fail("{}", words[0] != '\0' ? words.data() : curl_easy_strerror(code));
    }

    [[nodiscard]] long status() const
    {
        long code = 0;
        curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &code);
        return code;
    }
};

void append(List& list, const std::string& text)
{
    auto* const former = list.release();
    list.reset(curl_slist_append(former, text.c_str()));
}

long use_of_tls(const std::string& starttls)
{
    if (starttls == "never")
        return CURLUSESSL_NONE;
    return starttls == "offered" ? CURLUSESSL_TRY : CURLUSESSL_ALL;
}

Result<> send_by(
    const Job& job, const MailJob& mail, const std::string& server, const std::string& text)
{
    Transfer transfer {job};
    List recipients;
    for (const auto& address : mail.to)
        append(recipients, '<' + address + '>');
    const auto sender = '<' + mail.from + '>';
    Upload upload {text};
    transfer.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    transfer.set(CURLOPT_URL, server.c_str());
    transfer.set(CURLOPT_USE_SSL, use_of_tls(mail.starttls));
    transfer.set(CURLOPT_MAIL_FROM, sender.c_str());
    transfer.set(CURLOPT_MAIL_RCPT, recipients.get());
    transfer.set(CURLOPT_UPLOAD, 1L);
    transfer.set(CURLOPT_READFUNCTION, &Upload::read);
    transfer.set(CURLOPT_READDATA, &upload);
    if (!mail.user.empty()) {
        transfer.set(CURLOPT_USERNAME, mail.user.c_str());
        transfer.set(CURLOPT_PASSWORD, mail.password.c_str());
    }
    return transfer.perform();
}

}  // namespace

Result<> prepare_transfers()
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return fail("libcurl cannot be used");
    return {};
}

Result<std::string> send_mail(const Job& job, const MailJob& mail)
{
    const auto text = mail_text(mail, std::time(nullptr), to_hex(random_bytes(12)));
    std::string failures;
    for (const auto& server : mail.servers) {
        const auto sent = send_by(job, mail, server, text);
        if (sent)
            return server;
        failures += fmt::format(
            "{}{}: {}", failures.empty() ? "" : "; ", server, sent.error().message());
    }
    return fail("{}", failures);
}

Result<std::string> call_webhook(const Job& job, const WebhookJob& webhook)
{
    Transfer transfer {job};
    List headers;
    append(headers, "Content-Type: application/json");
    append(headers, fmt::format("Hive-Delivery: {}", job.id));
    append(headers, "Expect:");  // no round trip for a few hundred bytes
    if (!webhook.token.empty())
        append(headers, "Authorization: Bearer " + webhook.token);
    transfer.set(CURLOPT_PROTOCOLS_STR, "http,https");
    transfer.set(CURLOPT_URL, webhook.url.c_str());
    transfer.set(CURLOPT_HTTPHEADER, headers.get());
    transfer.set(CURLOPT_USERAGENT, "hive-notify/" HIVE_VERSION);
    transfer.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(webhook.body.size()));
    transfer.set(CURLOPT_POSTFIELDS, webhook.body.c_str());
    if (const auto done = transfer.perform(); !done)
        return std::unexpected {done.error()};
    const auto status = transfer.status();
    if (status < 200 || status > 299)
        return fail("status {}", status);
    return fmt::format("status {}", status);
}

}  // namespace hive
