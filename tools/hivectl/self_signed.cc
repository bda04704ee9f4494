#include "tools/hivectl/self_signed.h"

#include <algorithm>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include "lib/address.h"
#include "lib/handle.h"

namespace hive {
namespace {

using Bio = Handle<BIO, &BIO_free_all>;
using Certificate = Handle<X509, &X509_free>;
using Extension = Handle<X509_EXTENSION, &X509_EXTENSION_free>;
using Key = Handle<EVP_PKEY, &EVP_PKEY_free>;

constexpr std::time_t lifetime = 825L * 24 * 3600;
/// Before now, for clients whose clock is behind.
constexpr std::time_t slack = 3600;

bool is_dns_name(const std::string& host)
{
    constexpr std::size_t longest = 253;
    const std::string name = host.starts_with("*.") ? host.substr(2) : host;
    const bool is_plain = std::ranges::all_of(name, [](char character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
            || (character >= '0' && character <= '9') || character == '-' || character == '.';
    });
    return is_plain && !name.empty() && host.size() <= longest && !name.starts_with('.')
        && !name.contains("..");
}

bool add_extension(X509* certificate, int kind, const std::string& value)
{
    const Extension extension {X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str())};
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool set_serial(X509* certificate)
{
    std::uint64_t serial = 0;
    if (RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1)
        return false;
    return ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1U) == 1;
}

bool set_names(X509* certificate, const std::string& host)
{
    constexpr std::size_t longest_common_name = 64;
    auto* const name = X509_get_subject_name(certificate);
    const auto shown = host.substr(0, longest_common_name);
    const bool is_named = X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                              reinterpret_cast<const unsigned char*>(shown.data()),
                              static_cast<int>(shown.size()), -1, 0)
        == 1;
    const bool is_address = Address::parse(host).has_value();
    return is_named && X509_set_issuer_name(certificate, name) == 1
        && add_extension(certificate, NID_subject_alt_name, (is_address ? "IP:" : "DNS:") + host)
        && add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE")
        && add_extension(certificate, NID_ext_key_usage, "serverAuth");
}

/// @param write puts the PEM text into the BIO
template <class Write>
std::string pem_text(Write write)
{
    const Bio memory {BIO_new(BIO_s_mem())};
    if (!memory || write(memory.get()) != 1)
        return {};
    char* text = nullptr;
    const long length = BIO_get_mem_data(memory.get(), &text);
    return {text, static_cast<std::size_t>(length)};
}

}  // namespace

Result<SelfSigned> make_self_signed(const std::string& host, std::time_t now)
{
    if (!Address::parse(host) && !is_dns_name(host))
        return fail("'{}' is neither a host name nor an address", host);
    const Key key {EVP_EC_gen("P-256")};
    const Certificate certificate {X509_new()};
    if (!key || !certificate)
        return fail("the key could not be made");
    auto* const made = certificate.get();
    constexpr long version_3 = 2;
    const bool is_made = X509_set_version(made, version_3) == 1 && set_serial(made)
        && ASN1_TIME_set(X509_getm_notBefore(made), now - slack) != nullptr
        && ASN1_TIME_set(X509_getm_notAfter(made), now + lifetime) != nullptr
        && X509_set_pubkey(made, key.get()) == 1 && set_names(made, host)
        && X509_sign(made, key.get(), EVP_sha256()) > 0;
    SelfSigned out {
        .certificate = pem_text([&](BIO* bio) { return PEM_write_bio_X509(bio, made); }),
        .key = pem_text([&](BIO* bio) {
            return PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        })};
    if (!is_made || out.certificate.empty() || out.key.empty())
        return fail("the certificate of '{}' could not be made", host);
    return out;
}

}  // namespace hive
