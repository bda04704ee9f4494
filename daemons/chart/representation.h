// daemons/chart/representation.h - sends a large answer in the form the client wants.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "daemons/chart/answer_cache.h"
#include "lib/http_server.h"

namespace hive {

/// Finds the answer to a request in the cache or has it made, compresses it for a client that
/// takes that, and answers 304 to one that has it, 206 to one that wants a part of it.
/// @param key what the request asks for, written out
/// @param generation of the store; nothing: keep nothing
/// @param make gives the answer; what is not 200 is sent as it is
[[nodiscard]] HttpResponse answer_in_form(AnswerCache& cache, const std::string& key,
    std::optional<std::uint64_t> generation, const HttpRequest& request,
    const std::function<HttpResponse()>& make);

}  // namespace hive
