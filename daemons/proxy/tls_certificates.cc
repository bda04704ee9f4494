#include "daemons/proxy/tls_certificates.h"

#include <algorithm>
#include <array>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "daemons/proxy/head_parser.h"
#include "lib/file.h"
#include "lib/paths.h"
#include "lib/secret_file.h"

namespace hive {

namespace {

using Context = Handle<SSL_CTX, &release_tls_context>;
using Names = Handle<GENERAL_NAMES, &GENERAL_NAMES_free>;

/// Sessions remembered for clients of TLS 1.2 that take no tickets.
constexpr long session_cache_size = 1000;

std::string key_path(const CertificateConfig& section)
{
    const auto credential = credential_path(section.key);
    return credential.empty() ? configuration_path(section.key) : credential;
}

std::string library_error()
{
    const auto code = ERR_get_error();
    ERR_clear_error();
    const char* const reason = ERR_reason_error_string(code);
    return reason == nullptr ? "not usable" : reason;
}

/// HTTP/1.1 when the client offers it; a client that offers other protocols only may try.
int choose_protocol(SSL* /*session*/, const unsigned char** chosen, unsigned char* length,
    const unsigned char* offered, unsigned int offered_length, void* /*unused*/)
{
    static constexpr std::array<unsigned char, 9> ours {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    unsigned char* match = nullptr;
    const int outcome
        = SSL_select_next_proto(&match, length, ours.data(), ours.size(), offered, offered_length);
    *chosen = match;
    return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

/// The session's certificates are its application data (tls_session.cc).
int choose_certificate(SSL* session, int* /*alert*/, void* /*unused*/)
{
    const char* const host = SSL_get_servername(session, TLSEXT_NAMETYPE_host_name);
    const auto* const certificates = static_cast<const TlsCertificates*>(SSL_get_app_data(session));
    if (host == nullptr || certificates == nullptr)
        return SSL_TLSEXT_ERR_NOACK;
    SSL_set_SSL_CTX(session, certificates->find(host).context.get());
    return SSL_TLSEXT_ERR_OK;
}

void set_policy(SSL_CTX* context)
{
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL");
    SSL_CTX_set_options(context,
        SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE
            | SSL_OP_PRIORITIZE_CHACHA | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(context,
        SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
            | SSL_MODE_RELEASE_BUFFERS);
    constexpr std::array<unsigned char, 4> id {'h', 'i', 'v', 'e'};
    SSL_CTX_set_session_id_context(context, id.data(), id.size());
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_SERVER);
    SSL_CTX_sess_set_cache_size(context, session_cache_size);
    SSL_CTX_set_alpn_select_cb(context, &choose_protocol, nullptr);
    SSL_CTX_set_tlsext_servername_callback(context, &choose_certificate);
}

void keep_tickets(SSL_CTX* from, SSL_CTX* into)
{
    std::array<unsigned char, 80> keys {};
    if (SSL_CTX_get_tlsext_ticket_keys(from, keys.data(), keys.size()) == 1)
        SSL_CTX_set_tlsext_ticket_keys(into, keys.data(), keys.size());
    OPENSSL_cleanse(keys.data(), keys.size());
}

std::string lower_case(std::string_view text)
{
    std::string lower {text};
    std::ranges::transform(lower, lower.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
    });
    return lower;
}

/// The DNS names among the subject's alternative names (RFC 9525, 6.3).
std::vector<std::string> host_names(X509* certificate)
{
    std::vector<std::string> hosts;
    const Names names {static_cast<GENERAL_NAMES*>(
        X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr))};
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        const auto* const name = sk_GENERAL_NAME_value(names.get(), i);
        if (name->type != GEN_DNS)
            continue;
        const auto* const text = name->d.dNSName;
        hosts.push_back(lower_case({reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
            static_cast<std::size_t>(ASN1_STRING_length(text))}));
    }
    return hosts;
}

std::time_t expiry(X509* certificate)
{
    std::tm parts {};
    return ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &parts) == 1 ? ::timegm(&parts) : 0;
}

Result<TlsCertificates::Entry> load_entry(const CertificateConfig& section)
{
    TlsCertificates::Entry entry {.name = section.name};
    entry.context.reset(SSL_CTX_new(TLS_server_method()));
    auto* const context = entry.context.get();
    if (context == nullptr)
        return fail("certificate {}: {}", section.name, library_error());
    set_policy(context);
    const auto chain = configuration_path(section.certificate);
    if (SSL_CTX_use_certificate_chain_file(context, chain.c_str()) != 1)
        return fail("certificate {}: {}: {}", section.name, chain, library_error());
    const auto key = key_path(section);
    if (SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) != 1)
        return fail("certificate {}: {}: {}", section.name, key, library_error());
    auto* const certificate = SSL_CTX_get0_certificate(context);
    entry.hosts = host_names(certificate);
    entry.expires = expiry(certificate);
    return entry;
}

/// "a.example" and "*.example" for "a.example".
bool names_host(const TlsCertificates::Entry& entry, std::string_view host)
{
    const auto dot = host.find('.');
    const auto parent = dot == std::string_view::npos ? std::string_view {} : host.substr(dot);
    return std::ranges::any_of(entry.hosts, [&](std::string_view name) {
        return name == host
            || (!parent.empty() && name.starts_with('*') && name.substr(1) == parent);
    });
}

}  // namespace

void release_tls_context(SSL_CTX* context)
{
    SSL_CTX_free(context);
}

Result<SharedCertificates> TlsCertificates::load(
    const std::list<CertificateConfig>& sections, const TlsCertificates* previous)
{
    auto loaded = std::make_shared<TlsCertificates>();
    for (const auto& section : sections)
        loaded->entries_.push_back(TRY(load_entry(section)));
    // Sessions begin, and tickets are sealed, in the first context.
    if (previous != nullptr)
        keep_tickets(
            previous->entries_.front().context.get(), loaded->entries_.front().context.get());
    return loaded;
}

const TlsCertificates::Entry& TlsCertificates::find(std::string_view host) const
{
    const auto wanted = lower_case(host);
    const auto found = std::ranges::find_if(
        entries_, [&](const Entry& entry) { return names_host(entry, wanted); });
    return found == entries_.end() ? entries_.front() : *found;
}

std::string certificate_fingerprint(const std::list<CertificateConfig>& sections)
{
    std::string whole;
    for (const auto& section : sections)
        whole += file_fingerprint(configuration_path(section.certificate)) + '/'
            + file_fingerprint(key_path(section)) + '/';
    return whole;
}

}  // namespace hive
