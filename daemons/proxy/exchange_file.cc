#include <array>
#include <cassert>
#include <utility>

#include <fmt/format.h>

#include "daemons/proxy/byte_range.h"
#include "daemons/proxy/connection.h"
#include "daemons/proxy/exchange.h"
#include "daemons/proxy/http_date.h"
#include "daemons/proxy/proxy_thread.h"
#include "daemons/proxy/static_files.h"

namespace hive {

namespace {

OwnAnswer file_answer(const StaticFile& file)
{
    OwnAnswer own {.status = 200, .content_type = file.type};
    own.fields = {{"ETag", file.etag}, {"Last-Modified", http_date(file.modified)},
        {"Cache-Control", "no-cache"}, {"Accept-Ranges", "bytes"}, {"Vary", "Accept-Encoding"}};
    if (!file.coding.empty())
        own.fields.emplace_back("Content-Encoding", file.coding);
    return own;
}

}  // namespace

void Exchange::serve_file(const FileDirectory& directory)
{
    if (head_.method != "GET" && !head_.is_head())
        return answer(error_page(405, "This page can only be read").with("Allow", "GET, HEAD"));
    auto found = find_static_file(
        directory.path, location_->inner_path(head_.path), accepted_codings(head_.fields));
    if (auto* const file = std::get_if<StaticFile>(&found))
        return send_file(std::move(*file));
    if (std::holds_alternative<DirectoryWithoutSlash>(found))
        return answer(redirect(head_.path + '/', head_.query));
    answer(error_page(404, "There is nothing here"));
}

void Exchange::send_file(StaticFile file)
{
    if (!is_expected(head_.fields, file.etag, file.modified))
        return answer(error_page(412, "The file is another one by now"));
    auto own = file_answer(file);
    if (is_fresh(head_.fields, file.etag, file.modified)) {
        own.status = 304;
        return answer(own);
    }
    const auto range = head_.is_head()
        ? ByteRange {}
        : find_range(head_.fields, file.size, file.etag, file.modified);
    switch (range.kind) {
    case ByteRange::Kind::unsatisfiable:
        return answer(error_page(416, "The file is shorter than that")
                .with("Content-Range", fmt::format("bytes */{}", file.size)));
    case ByteRange::Kind::part:
        own.status = 206;
        own.fields.emplace_back("Content-Range",
            fmt::format("bytes {}-{}/{}", range.first, range.first + range.length - 1, file.size));
        return send_part(own, std::move(file), range.first, range.length);
    case ByteRange::Kind::whole: {
        const auto size = file.size;
        return send_part(own, std::move(file), 0, size);
    }
    }
}

void Exchange::send_part(
    const OwnAnswer& own, StaticFile file, std::uint64_t first, std::uint64_t length)
{
    const auto head = own_head(own, length, settle_connection(true), http_date_now());
    begin_answer(own.status);
    file_.emplace(std::move(file), first, length);
    // A small file leaves in one segment with its head.
    const auto body
        = head_.is_head() ? std::string_view {} : file_->read_small(thread_.file_buffer());
    count_sent(body.size());
    const std::array<std::string_view, 2> pieces {head, body};
    connection_.send(pieces);
    if (connection_.is_closed())
        return;
    if (head_.is_head() || file_->is_whole())
        return end_answer();
    if (connection_.is_clear())
        pump_file();
}

void Exchange::pump_file()
{
    assert(file_);
    if (connection_.is_tls())
        return pump_file_by_tls(*file_);
    const auto step = file_->send_some(connection_.fd());
    count_sent(step.bytes);
    if (step.bytes > 0)
        connection_.set_patience(config().idle_timeout);
    switch (step.outcome) {
    case FileSend::Outcome::whole: return end_answer();
    case FileSend::Outcome::waiting: return connection_.await_room();
    case FileSend::Outcome::failed: return connection_.abort();
    }
}

/// The kernel cannot send what must be encrypted first.
void Exchange::pump_file_by_tls(FileSend& file)
{
    const auto piece = file.read_some(thread_.file_buffer());
    if (piece.empty())
        return connection_.abort();
    count_sent(piece.size());
    connection_.set_patience(config().idle_timeout);
    const std::array<std::string_view, 1> pieces {piece};
    connection_.send(pieces);
    if (connection_.is_closed())
        return;
    if (file.is_whole())
        return end_answer();
    if (connection_.is_clear())
        connection_.await_room();
}

}  // namespace hive
