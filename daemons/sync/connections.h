// daemons/sync/connections.h - connections to servers that stay open from one run to the next.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <type_traits>
#include <utility>

#include "daemons/sync/source.h"
#include "lib/result.h"

namespace hive {

/// One for each source on a server at most: to sign in and to prepare statements takes longer than
/// to read a few rows. Files are opened anew each time, as another may have taken their place.
/// One thread at a time.
class Connections {
public:
    using Open = std::function<Result<std::unique_ptr<RowSource>>(const SourceConfig&)>;

    /// @param stop when it is requested nothing is opened a second time
    Connections(Open open, std::stop_token stop) : open_ {std::move(open)}, stop_ {std::move(stop)}
    {
    }

    /// Lets `work` read from a source. What fails with a connection that was kept, and that the
    /// server may have ended long since, is done once more with a new one.
    /// @param work RowSource& -> Result<T>; after an error its connection is closed
    template <class Work>
    std::invoke_result_t<Work, RowSource&> use(const SourceConfig& config, Work work)
    {
        if (auto kept = kept_.extract(config.name)) {
            auto result = work(*kept.mapped());
            if (result)
                kept_.insert(std::move(kept));
            if (result || stop_.stop_requested())
                return result;
        }
        auto source = TRY(open_(config));
        auto result = work(*source);
        if (result && config.uri.kind == DatabaseUri::Kind::mariadb)
            kept_.insert_or_assign(config.name, std::move(source));
        return result;
    }

    /// Closes those that are kept.
    void close() { kept_.clear(); }

private:
    Open open_;
    std::stop_token stop_;
    std::map<std::string, std::unique_ptr<RowSource>> kept_;  // by the name of the source
};

}  // namespace hive
