#include "supervisor/portal/metrics_routes.h"

#include "lib/encoding.h"
#include "lib/log.h"
#include "lib/paths.h"
#include "lib/secret_file.h"
#include "supervisor/portal/prometheus.h"
#include "supervisor/portal/reply.h"

namespace hive {
namespace {

constexpr std::string_view scheme = "Bearer ";
constexpr std::size_t shortest_token = 16;

std::vector<std::string> running_programs(const CoreView& core)
{
    std::vector<std::string> names;
    for (const ServiceStatus& service : core.services())
        if (service.pid != 0)
            names.push_back(service.name);
    return names;
}

}  // namespace

MetricsRoutes::MetricsRoutes(
    EventLoop& loop, std::string token_file, std::function<PageSource()> source)
    : token_file_ {std::move(token_file)}, source_ {std::move(source)}, collection_ {loop}
{
}

bool MetricsRoutes::has_token(const HttpRequest& request)
{
    return request.header("Authorization").starts_with(scheme);
}

/// Read each time, so that a new one is known at once.
Result<std::string> MetricsRoutes::token() const
{
    const std::string credential = credential_path("metrics-token");
    if (credential.empty() && token_file_.empty())
        return fail("no metrics_token is set");
    std::string text
        = TRY(read_secret(credential.empty() ? configuration_path(token_file_) : credential));
    if (text.size() < shortest_token)
        return fail("the token of metrics_token has less than {} characters", shortest_token);
    return text;
}

void MetricsRoutes::answer_token(const HttpRequest& request, Responder responder)
{
    const auto right = token();
    const auto given = request.header("Authorization").substr(scheme.size());
    if (right && equal_in_constant_time(given, *right))
        return answer(std::move(responder));
    log::warning("denied {} {}", client_field(request),
        log::field("reason", right ? "wrong token for /metrics" : right.error().message()));
    send(responder,
        HttpResponse::text(401, "wrong token\n")
            .with("WWW-Authenticate", R"(Bearer realm="Hive")"));
}

void MetricsRoutes::answer(Responder responder)
{
    collection_.collect(running_programs(source_().core),
        [this, responder = std::move(responder)](
            const std::vector<CollectedMetrics>& collected) mutable {
            for (const auto& [program, metrics] : collected)
                if (!metrics)
                    log::debug("no metrics of {}: {}", program, metrics.error().message());
            HttpResponse response = HttpResponse::text(
                200, prometheus_text(merged_metrics(suite_metrics(source_()), collected)));
            response.headers
                = {{"Content-Type", std::string {prometheus_type}}, {"Cache-Control", "no-store"}};
            send(responder, std::move(response));
        });
}

}  // namespace hive
