// supervisor/portal/metrics_routes.h - /metrics: the whole suite for Prometheus.
#pragma once

#include <functional>
#include <string>

#include "lib/http_server.h"
#include "supervisor/portal/collection.h"
#include "supervisor/portal/page.h"

namespace hive {

class MetricsRoutes {
public:
    /// @param token_file of the option metrics_token, "" for none
    MetricsRoutes(EventLoop& loop, std::string token_file, std::function<PageSource()> source);

    /// Whether a request comes with a token and not as a viewer.
    [[nodiscard]] static bool has_token(const HttpRequest& request);
    /// Answers whoever has the right token.
    void answer_token(const HttpRequest& request, Responder responder);
    void answer(Responder responder);

private:
    [[nodiscard]] Result<std::string> token() const;
    std::string token_file_;
    std::function<PageSource()> source_;
    Collection collection_;
};

}  // namespace hive
