#include "supervisor/portal/page_alerts.h"

#include <algorithm>

namespace hive {
namespace {

Severity severity_of(const AlertStatus& alert)
{
    if (!alert.is_firing)
        return Severity::ok;
    if (alert.severity == "critical")
        return Severity::bad;
    return alert.severity == "warning" ? Severity::warn : Severity::busy;
}

Html acknowledge_form(const AlertStatus& alert, const Viewer& viewer)
{
    if (!alert.is_open())
        return {};
    return html(R"(<form method="post" action="alerts">{}{}<button name="action" )"
                R"(value="acknowledge" class="go">Acknowledge<span class="sr"> {}</span></button>)"
                R"(</form>)",
        hidden("csrf", viewer.token), hidden("id", fmt::format("{}", alert.id)), alert.subject);
}

Html mute_form(const AlertStatus& alert, const Viewer& viewer)
{
    return html(R"(<form method="post" action="alerts">{}{}<button name="action" )"
                R"(value="mute">Mute<span class="sr"> {}</span></button><label class="dim">for )"
                R"(<select name="seconds"><option value="3600">1 h</option>)"
                R"(<option value="28800" selected>8 h</option><option value="86400">24 h</option>)"
                R"(<option value="604800">1 week</option></select></label></form>)",
        hidden("csrf", viewer.token), hidden("key", alert.key), alert.subject);
}

Html actions(const AlertStatus& alert, const Viewer& viewer)
{
    if (!viewer.is_editor || !alert.is_firing)
        return {};
    return html(R"(<span class="act">{} {}</span>)", acknowledge_form(alert, viewer),
        mute_form(alert, viewer));
}

std::string history_text(const AlertStatus& alert, const PageSource& source)
{
    std::string text = "Since " + moment_text(alert.fired, source.now);
    if (alert.count > 1)
        text += fmt::format(", reported {} times", alert.count);
    if (alert.recovered)
        text += ", over since " + moment_text(*alert.recovered, source.now);
    if (!alert.acknowledged_by.empty())
        text += ", seen by " + alert.acknowledged_by;
    return text + '.';
}

Html deliveries(const AlertStatus& alert)
{
    std::string text;
    for (const auto& delivery : alert.deliveries)
        text += fmt::format("{}{} to {}: {}{}", text.empty() ? "" : "; ", delivery.occasion,
            delivery.destination, delivery.state,
            delivery.outcome.empty() ? "" : fmt::format(" ({})", delivery.outcome));
    return text.empty() ? Html {} : html("<p>{}</p>", text);
}

Html item(const AlertStatus& alert, const PageSource& source, const Viewer& viewer)
{
    const Severity severity = severity_of(alert);
    const Html text = alert.subject.contains(alert.text)
        ? Html {}
        : html(R"(<p class="lines">{}</p>)", alert.text);
    return html(R"(<li class="item">{}<h3>{}</h3>{}<p>{}</p>{}{}</li>)",
        glyph(severity_class(severity), severity), alert.subject, text, history_text(alert, source),
        deliveries(alert), actions(alert, viewer));
}

Html items(const AlertFilter& filter, const AlertList& list, const PageSource& source,
    const Viewer& viewer)
{
    Html all;
    for (const AlertStatus& alert : list.alerts)
        if (filter.show == AlertFilter::Show::all || alert.is_open())
            all += item(alert, source, viewer);
    if (!all.is_empty())
        return html("<ul>{}</ul>", all);
    return html(R"(<div class="empty">{}<strong>Nothing needs you</strong><p>{}</p></div>)",
        glyph("ok", Severity::ok),
        filter.show == AlertFilter::Show::open ? "No alert fires that nobody has acknowledged."
                                               : "There was no alert yet.");
}

Html tabs(const AlertFilter& filter, const AlertList& list)
{
    const auto tab = [&](AlertFilter::Show show, std::string_view target, const std::string& text) {
        return html(R"(<a href="{}"{}>{}</a>)", target,
            filter.show == show ? html(R"( aria-current="true")") : Html {}, text);
    };
    const auto open = std::ranges::count_if(list.alerts, &AlertStatus::is_open);
    return html(R"(<nav class="seg" aria-label="Show">{}{}</nav>)",
        tab(AlertFilter::Show::open, "alerts", fmt::format("Open {}", open)),
        tab(AlertFilter::Show::all, "alerts?show=all", fmt::format("All {}", list.alerts.size())));
}

Html mutes(const AlertList& list, const PageSource& source, const Viewer& viewer)
{
    Html rows;
    for (const AlertMute& mute : list.mutes) {
        const Html form = viewer.is_editor
            ? html(R"(<form method="post" action="alerts">{}{}<button name="action" )"
                   R"(value="unmute">Unmute<span class="sr"> {}</span></button></form>)",
                  hidden("csrf", viewer.token), hidden("key", mute.key), mute.key)
            : Html {};
        rows += html(R"(<tr><th scope="row" class="mono">{}</th><td class="all" data-l="ends in">)"
                     R"({}</td><td class="all" data-l="by">{}</td><td class="all">{}</td></tr>)",
            mute.key, countdown(mute.until, source.now), mute.by, form);
    }
    if (rows.is_empty())
        return {};
    return html(R"(<section><div class="head"><h2>Muted</h2></div><table class="fit">)"
                R"(<caption class="sr">Muted alerts</caption><thead><tr><th scope="col">Alerts )"
                R"(like</th><th scope="col">Ends in</th><th scope="col">By</th><th scope="col">)"
                R"(<span class="sr">Action</span></th></tr></thead><tbody>{}</tbody></table>)"
                R"(</section>)",
        rows);
}

Html destinations(const AlertList& list, const Viewer& viewer)
{
    Html rows;
    for (const std::string& name : list.destinations) {
        const Html form = viewer.is_admin
            ? html(R"(<form method="post" action="alerts">{}{}<button name="action" )"
                   R"(value="test">Send a test<span class="sr"> to {}</span></button></form>)",
                  hidden("csrf", viewer.token), hidden("destination", name), name)
            : Html {};
        rows += html(R"(<tr><th scope="row">{}</th><td class="all">{}</td></tr>)", name, form);
    }
    if (rows.is_empty())
        return html(R"(<section><div class="head"><h2>Where alerts go</h2></div><p class="dim">)"
                    R"(Nowhere yet: a section [alert NAME] of supervisor.ini says where.</p>)"
                    R"(</section>)");
    return html(R"(<section><div class="head"><h2>Where alerts go</h2></div><table class="fit">)"
                R"(<caption class="sr">Destinations</caption><thead><tr><th scope="col">)"
                R"(Destination</th><th scope="col"><span class="sr">Test</span></th></tr></thead>)"
                R"(<tbody>{}</tbody></table></section>)",
        rows);
}

}  // namespace

std::string alerts_page(const AlertFilter& filter, const std::optional<AlertList>& list,
    std::string_view told, const PageSource& source, const Viewer& viewer)
{
    const Html note = told.empty()
        ? Html {}
        : html(R"(<div class="banner" role="status">{}<span>{}</span></div>)",
              glyph("ok", Severity::ok), told);
    Html main;
    if (!list) {
        main = html(R"(<section aria-labelledby="t"><div class="head"><h1 id="t">Alerts</h1></div>)"
                    R"(<p class="dim">The supervisor did not tell.</p></section>)");
    } else {
        main = html(R"(<section aria-labelledby="t" id="alerts" data-fresh><div class="head">)"
                    R"(<h1 id="t">Alerts</h1>{}</div>{}{}</section>)",
            tabs(filter, *list), note, items(filter, *list, source, viewer));
        main += mutes(*list, source, viewer);
        main += destinations(*list, viewer);
    }
    return page_document(
        {.title = "Alerts", .place = Place::alerts, .stream = "events"}, source, viewer, main);
}

}  // namespace hive
