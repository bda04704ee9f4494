#include "supervisor/portal/portal.h"

#include <algorithm>
#include <iterator>
#include <ranges>
#include <utility>

#include <fcntl.h>

#include "lib/json.h"
#include "lib/log.h"
#include "lib/paths.h"
#include "supervisor/portal/page_check.h"
#include "supervisor/portal/page_overview.h"
#include "supervisor/portal/page_service.h"

namespace hive {
namespace {

constexpr std::int64_t seeded_events = 100;
constexpr std::int64_t most_firing = 500;
constexpr std::chrono::seconds renewal_period {1};

Result<std::vector<Fd>> open_all(const std::vector<Endpoint>& endpoints)
{
    std::vector<Fd> sockets;
    for (const Endpoint& endpoint : endpoints) {
        auto opened = open_listeners(endpoint);
        if (!opened && !endpoint.address.is_v4() && !sockets.empty()) {
            // A host without IPv6 has no [::1]; it must not take the other addresses away.
            log::warning("skipped {}", opened.error().message());
            continue;
        }
        std::ranges::move(TRY(std::move(opened)), std::back_inserter(sockets));
    }
    return sockets;
}

}  // namespace

Portal::Portal(Daemon& daemon, const PortalConfig& config, Assets assets)
    : daemon_ {daemon}, assets_ {std::move(assets)}, tls_files_ {config}
{
}

Result<std::unique_ptr<Service>> Portal::create(Daemon& daemon, const PortalConfig& config)
{
    // Not within the new-expression: returning from there would leak what it allocated.
    Assets assets = TRY(Assets::load(config.pages));
    std::unique_ptr<Portal> portal {new Portal {daemon, config, std::move(assets)}};
    TRY(portal->start(config));
    return portal;
}

Result<> Portal::start(const PortalConfig& config)
{
    EventLoop& loop = daemon_.loop;
    sign_in_ = TRY(SignIn::create(loop, config));
    core_ = TRY(CoreLink::create(loop, runtime_path("supervisor.sock"),
        {.changed = [this](const CoreView::Step& step) { take_step(step); }}));
    ban_ = TRY(ControlQuestions::create(loop, runtime_path("ban.sock"), "hive-ban"));
    live_ = TRY(Live::create(
        loop, [this](const std::string& service) { return parts(service); },
        [this] { return now(); }));
    routes_ = std::make_unique<Routes>(
        loop, config, *sign_in_, *core_, *ban_, *live_, assets_, [this] { return source(); });
    server_ = TRY(make_server());
    sample_ = TRY(loop.every(History::period, [this] { sample(); }));
    return listen(config);
}

Result<> Portal::listen(const PortalConfig& config)
{
    TRY(server_->listen(TRY(daemon_.listeners("proxied", config.proxied))));
    auto sockets = daemon_.inherited("http");
    if (sockets.empty())
        sockets = TRY(open_all(config.listen));
    daemon_.control.verb("listens", "Whether browsers come over TLS.", {},
        [this](const Json& /*arguments*/, const ControlReply& reply) {
            reply.done({{"tls", tls_files_.are_named()}});
        });
    if (!tls_files_.are_named())
        return server_->listen(std::move(sockets));
    browser_sockets_ = std::move(sockets);
    renewal_ = TRY(daemon_.loop.every(renewal_period, [this] { renew_certificate(); }));
    return open_to_browsers();
}

Result<std::unique_ptr<HttpServer>> Portal::make_server(std::optional<HttpServer::Tls> tls)
{
    return HttpServer::create(
        daemon_.loop, {},
        [this](const HttpRequest& request, Responder responder) {
            routes_->answer(request, std::move(responder));
        },
        std::move(tls));
}

Result<> Portal::open_to_browsers()
{
    auto tls = TRY(tls_files_.load());
    auto server = make_server(std::move(tls));
    if (!server)
        return fail("{}: {}", tls_files_.certificate(), server.error().message());
    std::vector<Fd> sockets;
    sockets.reserve(browser_sockets_.size());
    for (const Fd& socket : browser_sockets_)
        sockets.emplace_back(::fcntl(socket.get(), F_DUPFD_CLOEXEC, 0));
    TRY((*server)->listen(std::move(sockets)));
    tls_server_ = std::move(*server);
    return {};
}

void Portal::renew_certificate()
{
    if (!tls_files_.have_changed())
        return;
    if (const auto opened = open_to_browsers(); !opened)
        log::error("kept the certificate: {}", opened.error().message());
    else
        log::notice("loaded {}", log::field("certificate", tls_files_.certificate()));
}

void Portal::take_step(const CoreView::Step& step)
{
    switch (step.change) {
    case Change::nothing: return;
    case Change::figures: return live_->change(Live::Urgency::soon);
    case Change::alerts: return ask_alerts();
    case Change::state: break;
    case Change::everything:
        history_.keep(core_->view().services(), core_->view().checks());
        for (const ServiceStatus& service : core_->view().services())
            history_.note(service);
        for (const CheckStatus& check : core_->view().checks())
            history_.note(check);
        // A core that restarts is back in a moment: that it is away is said by sample().
        if (core_->is_reachable()) {
            seed_history();
            ask_alerts();
            report();
        }
        break;
    }
    if (step.event) {
        // How a check is, its own line says: one rule that is kept again leaves others broken.
        if (core_->view().find_check(step.event->service) == nullptr)
            history_.note(*step.event);
        newest_event_ = std::max(newest_event_, step.event->id);
    } else if (const ServiceStatus* service = core_->view().find(step.service)) {
        history_.note(*service);
    } else if (const CheckStatus* check = core_->view().find_check(step.service)) {
        history_.note(*check);
    }
    live_->change(Live::Urgency::at_once);
}

void Portal::seed_history()
{
    core_->ask("events", {{"limit", seeded_events}}, [this](Result<std::vector<Json>> answer) {
        if (!answer)
            return log::warning(
                "the supervisor told no earlier events: {}", answer.error().message());
        const auto events = parse_service_events(answer->back());
        for (const ServiceEvent& event : std::ranges::reverse_view {events}) {
            history_.note(event);
            newest_event_ = std::max(newest_event_, event.id);
        }
        live_->change(Live::Urgency::at_once);
    });
}

void Portal::ask_alerts()
{
    core_->ask("alerts", {{"state", "firing"}, {"limit", most_firing}},
        [this](Result<std::vector<Json>> answer) {
            if (!answer)
                return log::warning("no alerts: {}", answer.error().message());
            core_->set_firing(parse_alert_list(answer->back()).alerts);
            live_->change(Live::Urgency::at_once);
        });
}

void Portal::sample()
{
    if (core_->is_reachable())
        history_.sample(core_->view().services());
    else
        history_.sample({});
    report();
    live_->change(Live::Urgency::soon);
}

void Portal::report()
{
    std::string text = "serving";
    if (!sign_in_->trouble().empty())
        text = "nobody can sign in: " + sign_in_->trouble();
    else if (!core_->is_reachable())
        text = "the supervisor is not reachable";
    if (std::exchange(reported_, text) != text)
        daemon_.report(text == "serving" ? Health::ready : Health::degraded, text);
}

PageSource Portal::source() const
{
    return {.core = core_->view(),
        .history = history_,
        .now = std::chrono::system_clock::now(),
        .is_reachable = core_->is_reachable()};
}

std::vector<LivePart> Portal::parts(const std::string& service) const
{
    if (service.empty())
        return overview_parts(source());
    if (const CheckStatus* check = core_->view().find_check(service))
        return check_parts(*check, source());
    const ServiceStatus* known = core_->view().find(service);
    return known != nullptr ? service_parts(*known, source()) : std::vector<LivePart> {};
}

Live::Now Portal::now() const
{
    std::string names;
    for (const ServiceStatus& service : core_->view().services())
        names += (names.empty() ? "" : " ") + service.name;
    return {.time = std::chrono::system_clock::now(),
        .services = std::move(names),
        .news = newest_event_};
}

}  // namespace hive
