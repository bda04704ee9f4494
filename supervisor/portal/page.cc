#include "supervisor/portal/page.h"

#include <initializer_list>
#include <utility>

#include "lib/encoding.h"

namespace hive {
namespace {

constexpr std::string_view document_start
    = R"(<!doctype html><html lang="en"><head><meta charset="utf-8">)"
      R"(<meta name="viewport" content="width=device-width,initial-scale=1">)";
constexpr std::string_view resources
    = R"(<link rel="icon" href="hive.svg" type="image/svg+xml">)"
      R"(<link rel="stylesheet" href="hive.css"><link rel="stylesheet" href="portal.css">)"
      R"(<script src="theme.js"></script><script type="module" src="portal.js"></script>)";

std::string whole(std::initializer_list<std::string_view> parts)
{
    std::size_t size = document_start.size();
    for (const auto part : parts)
        size += part.size();
    std::string document;
    document.reserve(size);
    document += document_start;
    for (const auto part : parts)
        document += part;
    return document;
}

Html head(std::string_view title)
{
    return html("<title>{} · Hive</title>", title);
}

Html theme_button()
{
    return html(R"(<button type="button" class="bare live keep" data-toggle="theme")"
                R"( aria-label="Dark theme">{}</button>)",
        html(R"(<svg class="glyph" aria-hidden="true"><use href="hive.svg#theme"/></svg>)"));
}

Html brand()
{
    return html(R"(<a class="brand" href="./" aria-label="Hive, all services">)"
                R"(<svg aria-hidden="true"><use href="hive.svg#mark"/></svg><b>Hive</b></a>)");
}

Html sign_out(const Viewer& viewer)
{
    if (viewer.way != Viewer::Way::session)
        return {};
    return html(R"(<form method="post" action="sign-out" class="keep">)"
                R"(<input type="hidden" name="csrf" value="{}">)"
                R"(<button class="bare">Sign out</button></form>)",
        viewer.token);
}

Html bar(const PageSource& source, const Viewer& viewer)
{
    // The pages of the apiaries and of the traffic stand beside us only where hive-proxy serves
    // both.
    const Html apiaries = viewer.way == Viewer::Way::proxy
        ? html(R"(<a href="../app/">Apiaries</a><a href="../app/traffic">Traffic</a>)")
        : Html {};
    return html(R"(<header class="bar">{}<nav aria-label="Main">{})"
                R"(<a href="./" aria-current="page">Watchdog</a></nav><div class="me">)"
                R"(<span class="live keep" id="live"></span><span>{}</span>{}<span>{}</span>)"
                R"({}</div></header>)",
        brand(), apiaries, source.core.host(), theme_button(), viewer.user, sign_out(viewer));
}

Html place_link(Place place, Place current, std::string_view target, std::string_view text)
{
    const Html mark = place == current ? html(R"( aria-current="page")") : Html {};
    return html(R"(<a href="{}"{}>{}</a>)", target, mark, text);
}

std::string alerts_word(const PageSource& source)
{
    const std::size_t open = source.core.open_alerts();
    return open > 0 ? fmt::format("Alerts {}", open) : "Alerts";
}

Html supervisor_line(const PageSource& source)
{
    if (!source.core.is_known())
        return {};
    return html(R"(<span class="end dim"><span>supervisor {} · up {}</span></span>)",
        source.core.version(), counting_span(source.core.started(), source.now));
}

Html places(Place current, const PageSource& source)
{
    return html(R"(<section class="scope" aria-label="Watchdog"><nav class="seg")"
                R"( aria-label="Watchdog pages">{}{}{}{}{}{}{}</nav>{}</section>)",
        place_link(Place::services, current, "./", "Services"),
        place_link(Place::dependencies, current, "dependencies", "Dependencies"),
        place_link(Place::log, current, "log", "Log"),
        place_link(Place::alerts, current, "alerts", alerts_word(source)),
        place_link(Place::events, current, "timeline", "Events"),
        place_link(Place::bans, current, "bans", "Bans"),
        place_link(Place::more, current, "more", "More"), supervisor_line(source));
}

Html action_button(std::string_view action, std::string_view look, std::string_view label)
{
    return html(R"(<button name="action" value="{}" class="{}">{}</button>)", action, look, label);
}

}  // namespace

std::string page_document(
    const PageFrame& frame, const PageSource& source, const Viewer& viewer, const Html& main)
{
    const Html top = html(R"(<body data-stream="{}" data-now="{}">)"
                          R"(<a class="skip" href="#main">Skip to content</a>{}{})"
                          R"(<main id="main"><div data-live="away">{}</div>)",
        frame.stream, epoch_text(source.now), bar(source, viewer), places(frame.place, source),
        away_banner(source));
    return whole({head(frame.title).text(), resources, "</head>", top.text(), main.text(),
        "</main></body></html>"});
}

std::string bare_document(std::string_view title, const Html& main)
{
    const Html body = html(R"(<body><a class="skip" href="#main">Skip to content</a>)"
                           R"(<header class="bar">{}<div class="me">{}</div></header>)"
                           R"(<main id="main" class="card">{}</main></body></html>)",
        brand(), theme_button(), main);
    return whole({head(title).text(), resources, "</head>", body.text()});
}

std::string message_page(std::string_view title, std::string_view why)
{
    return bare_document(title,
        html(R"(<h1>{}</h1><div class="banner bad" role="alert">{}<span>{}</span></div>)"
             R"(<p><a href="./">All services</a></p>)",
            title, glyph("bad", Severity::bad), why));
}

std::string service_target(std::string_view service)
{
    return "service?name=" + percent_encode(service);
}

std::string check_target(std::string_view check)
{
    return "check?name=" + percent_encode(check);
}

std::string watched_target(std::string_view name, const PageSource& source)
{
    return source.core.find_check(name) != nullptr ? check_target(name) : service_target(name);
}

Html hidden(std::string_view name, std::string_view value)
{
    return html(R"(<input type="hidden" name="{}" value="{}">)", name, value);
}

Html menu_option(std::string_view value, std::string_view label, std::string_view chosen)
{
    return html(R"(<option value="{}"{}>{}</option>)", value,
        value == chosen ? html(" selected") : Html {}, label);
}

Html action_buttons(ServiceState state)
{
    const Html stop = action_button("stop", "stop", "Stop");
    Html buttons;
    switch (state) {
    case ServiceState::stopped: return action_button("start", "", "Start");
    case ServiceState::misconfigured: return action_button("restart", "", "Try again");
    case ServiceState::stopping: return {};
    case ServiceState::backoff: buttons = action_button("restart", "go", "Retry now"); break;
    case ServiceState::unmonitored: buttons = action_button("monitor", "", "Monitor"); break;
    case ServiceState::starting:
    case ServiceState::ready:
    case ServiceState::degraded: buttons = action_button("restart", "", "Restart"); break;
    }
    buttons += stop;
    return buttons;
}

Html watch_button(ServiceState state)
{
    if (state == ServiceState::stopped || state == ServiceState::unmonitored
        || state == ServiceState::stopping)
        return {};
    return action_button("unmonitor", "", "Unmonitor");
}

Html action_form(const ServiceStatus& service, const Viewer& viewer, std::string_view back)
{
    if (!viewer.is_admin)
        return {};
    const Html watch = back == "service"
        ? html(R"(<span class="acts quiet" data-live="{}.watch">{}</span>)", service.name,
              watch_button(service.state))
        : Html {};
    return html(R"(<form method="post" action="{}">{}{}<span class="acts" data-live="{}.actions">)"
                R"({}</span>{}</form>)",
        service_target(service.name), hidden("csrf", viewer.token), hidden("back", back),
        service.name, action_buttons(service.state), watch);
}

Html counting_span(WallTime since, WallTime now)
{
    return html(R"(<span data-since="{}">{}</span>)", epoch_text(since),
        span_text(std::chrono::floor<std::chrono::seconds>(now - since)));
}

Html countdown(WallTime until, WallTime now)
{
    return html(R"(<b data-until="{}">{}</b>)", epoch_text(until),
        span_text(std::chrono::ceil<std::chrono::seconds>(until - now)));
}

Html figure(std::string_view label, const Html& value, std::string_view unit, const Html& picture,
    std::string_view note)
{
    const Html chart = picture.is_empty() ? Html {} : html("<dd>{}</dd>", picture);
    return html(R"(<div class="fig"><dt>{}</dt><dd class="v">{}<small>{}</small></dd>{})"
                R"(<dd class="dim">{}</dd></div>)",
        label, value, unit, chart, note);
}

Html away_banner(const PageSource& source)
{
    if (source.is_reachable)
        return {};
    const std::string_view rest = source.core.is_known()
        ? "Below is what was last known; it goes on by itself when the supervisor is back."
        : "Nothing is known of the services yet; the page fills when the supervisor is there.";
    return html(R"(<div class="banner bad" role="alert">{}<span><strong>The supervisor is not )"
                R"(reachable.</strong> {}</span></div>)",
        glyph("bad", Severity::bad), rest);
}

std::string sampled_span(std::size_t samples)
{
    if (samples >= FigureRing::capacity)
        return "last hour";
    if (samples < 2)
        return "just now";
    return "last " + span_text(History::period * static_cast<long>(samples - 1));
}

std::string ribbon_span(const PageSource& source)
{
    const WallTime from = source.history.ribbon_start(source.now);
    return from <= source.now - History::day ? "Last 24 h"
                                             : "Since " + moment_text(from, source.now);
}

}  // namespace hive
