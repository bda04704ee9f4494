#include "daemons/chart/representation.h"

#include <memory>
#include <utility>

#include <fmt/format.h>

#include "daemons/chart/compression.h"
#include "daemons/chart/negotiation.h"
#include "lib/log.h"

namespace hive {
namespace {

/// Answers smaller than this fit a few packets as they are.
constexpr std::size_t least_compressed = 1024;

/// A part is always one of the plain form: the tag tells which bytes are counted.
std::string wanted_coding(const HttpRequest& request)
{
    if (!request.header("Range").empty())
        return "";
    for (const auto* coding : {"br", "gzip"})
        if (accepts_coding(request.header("Accept-Encoding"), coding))
            return coding;
    return "";
}

Representation plain_form(HttpResponse response)
{
    Representation form;
    for (auto& [name, value] : response.headers)
        if (name == "Content-Type")
            form.type = std::move(value);
    form.tag = digest_tag(response.body);
    form.bytes = std::make_shared<const std::string>(std::move(response.body));
    return form;
}

/// The plain form when it is small, or cannot be compressed.
Representation compressed_form(const Representation& plain, const std::string& coding)
{
    if (plain.bytes->size() < least_compressed)
        return plain;
    auto bytes = coding == "br" ? compress_brotli(*plain.bytes) : compress_gzip(*plain.bytes);
    if (!bytes) {
        log::warning("sent uncompressed {}", log::field("error", bytes.error().message()));
        return plain;
    }
    // `"abc"` becomes `"abc-br"`.
    return {.type = plain.type,
        .coding = coding,
        .tag = fmt::format("{}-{}\"", plain.tag.substr(0, plain.tag.size() - 1), coding),
        .bytes = std::make_shared<const std::string>(*std::move(bytes))};
}

/// RFC 9110, 13.1.5: a part of what the client has, or else the whole.
bool takes_part(const HttpRequest& request, const Representation& form)
{
    const auto condition = request.header("If-Range");
    return condition.empty() || condition == form.tag;
}

HttpResponse part_of(const Representation& form, const RangeRequest& range, HttpResponse response)
{
    const auto size = form.bytes->size();
    if (range.kind == RangeRequest::Kind::outside) {
        response.status = 416;
        return std::move(response).with("Content-Range", fmt::format("bytes */{}", size));
    }
    response.status = 206;
    response.shared
        = {form.bytes, std::string_view {*form.bytes}.substr(range.first, range.end - range.first)};
    return std::move(response).with(
        "Content-Range", fmt::format("bytes {}-{}/{}", range.first, range.end - 1, size));
}

HttpResponse send_form(const Representation& form, const HttpRequest& request)
{
    HttpResponse response {.headers = {{"ETag", form.tag}, {"Vary", "Accept-Encoding"},
                               {"Cache-Control", "private, no-cache"}, {"Accept-Ranges", "bytes"}}};
    if (names_tag(request.header("If-None-Match"), form.tag)) {
        response.status = 304;
        return response;
    }
    response.headers.emplace_back("Content-Type", form.type);
    const auto range = parse_range(request.header("Range"), form.bytes->size());
    if (range.kind != RangeRequest::Kind::whole && takes_part(request, form))
        return part_of(form, range, std::move(response));
    if (!form.coding.empty())
        response.headers.emplace_back("Content-Encoding", form.coding);
    response.shared = {form.bytes, *form.bytes};
    return response;
}

}  // namespace

HttpResponse answer_in_form(AnswerCache& cache, const std::string& key,
    std::optional<std::uint64_t> generation, const HttpRequest& request,
    const std::function<HttpResponse()>& make)
{
    const auto find = [&](const std::string& coding) {
        return generation ? cache.find(key + "\n" + coding, *generation) : std::nullopt;
    };
    const auto keep = [&](const std::string& coding, const Representation& form) {
        if (generation)
            cache.keep(key + "\n" + coding, *generation, form);
    };
    const auto coding = wanted_coding(request);
    if (const auto form = find(coding))
        return send_form(*form, request);
    auto plain = coding.empty() ? std::nullopt : find("");
    if (!plain) {
        cache.note_miss();
        auto response = make();
        if (response.status != 200)
            return response;
        plain = plain_form(std::move(response));
        keep("", *plain);
    }
    if (coding.empty())
        return send_form(*plain, request);
    const auto form = compressed_form(*plain, coding);
    keep(coding, form);
    return send_form(form, request);
}

}  // namespace hive
