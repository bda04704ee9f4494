#include "supervisor/portal/page_more.h"

#include "lib/encoding.h"
#include "supervisor/portal/event_list.h"

namespace hive {
namespace {

Html filter_form(const EventFilter& filter, const PageSource& source)
{
    Html names = menu_option("", "all", filter.service);
    for (const ServiceStatus& service : source.core.services())
        names += menu_option(service.name, service.name, filter.service);
    for (const CheckStatus& check : source.core.checks())
        names += menu_option(check.name, check.name, filter.service);
    Html kinds = menu_option("", "all", filter.kind);
    for (const std::string_view word : event_kind_words())
        if (const auto kind = parse_event_kind(word))
            kinds += menu_option(word, kind_title(*kind), filter.kind);
    return html(R"(<form method="get" action="timeline"><label>Of <select name="service">{})"
                R"(</select></label><label>Kind <select name="kind">{}</select></label>)"
                R"(<button>Filter</button></form>)",
        names, kinds);
}

/// The page of the same events that ends before that id; 0 for the newest.
std::string timeline_target(const EventFilter& filter, std::int64_t before)
{
    std::string target = "timeline";
    const auto add = [&target](std::string_view name, std::string_view value) {
        if (!value.empty())
            target += fmt::format(
                "{}{}={}", target.contains('?') ? '&' : '?', name, percent_encode(value));
    };
    add("service", filter.service);
    add("kind", filter.kind);
    add("before", before > 0 ? fmt::format("{}", before) : "");
    return target;
}

Html ways_on(const EventFilter& filter, const EventPage& page)
{
    Html links;
    if (filter.before > 0)
        links += html(R"(<a class="btn" href="{}">Newest</a>)", timeline_target(filter, 0));
    if (page.has_older && !page.events.empty())
        links += html(R"(<a class="btn" href="{}" rel="next">Older events</a>)",
            timeline_target(filter, page.events.back().id));
    return links.is_empty()
        ? links
        : html(R"(<nav class="pages" aria-label="Pages of events">{}</nav>)", links);
}

Html listing(const EventFilter& filter, const EventPage& page, const PageSource& source)
{
    if (page.events.empty())
        return html(R"(<div class="empty"><strong>No such event</strong><p>Nothing of this kind )"
                    R"(is kept{}.</p></div>{})",
            filter.before > 0 ? " from before" : "", ways_on(filter, page));
    return html("{}{}", event_list(page.events, source, Naming::service), ways_on(filter, page));
}

Html audit_row(const AuditEntry& entry, const PageSource& source)
{
    return html(R"(<tr><th scope="row">{}</th><td class="all" data-l="who">{}</td>)"
                R"(<td class="all" data-l="did">{}</td><td class="all" data-l="to">{}</td>)"
                R"(<td class="all mono" data-l="from">{}</td><td class="all" data-l="outcome">{})"
                R"(</td></tr>)",
        moment_text(entry.time, source.now), entry.user, entry.action, entry.target, entry.address,
        entry.outcome);
}

Html audit_table(const std::vector<AuditEntry>& entries, const PageSource& source)
{
    Html rows;
    for (const AuditEntry& entry : entries)
        rows += audit_row(entry, source);
    if (rows.is_empty())
        return html(R"(<div class="empty"><strong>Nobody has pressed anything yet</strong></div>)");
    return html(R"(<table class="fit"><caption class="sr">Audit trail, newest first</caption>)"
                R"(<thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">Did)"
                R"(</th><th scope="col">To</th><th scope="col">From</th><th scope="col">Outcome)"
                R"(</th></tr></thead><tbody>{}</tbody></table>)",
        rows);
}

std::string more(
    std::string_view title, const Html& main, const PageSource& source, const Viewer& viewer)
{
    return page_document(
        {.title = std::string {title}, .place = Place::more, .stream = ""}, source, viewer, main);
}

}  // namespace

std::string timeline_page(const EventFilter& filter, const std::optional<EventPage>& events,
    const PageSource& source, const Viewer& viewer)
{
    const Html list = events ? listing(filter, *events, source)
                             : html(R"(<p class="dim">The supervisor did not tell.</p>)");
    const Html main
        = html(R"(<section aria-labelledby="t"><div class="head"><h1 id="t">Events</h1>{}</div>)"
               R"(<div id="events" data-fresh>{}</div></section>)",
            filter_form(filter, source), list);
    return page_document(
        {.title = "Events", .place = Place::events, .stream = "events"}, source, viewer, main);
}

std::string audit_page(
    const Result<std::vector<AuditEntry>>& entries, const PageSource& source, const Viewer& viewer)
{
    const Html table = entries ? audit_table(*entries, source)
                               : html(R"(<p class="dim">{}</p>)", entries.error().message());
    return more("Audit trail",
        html(R"(<section aria-labelledby="t"><div class="head"><h1 id="t">Audit trail</h1>)"
             R"(<span class="dim">who pressed what, from where; the newest 200 of {}</span></div>)"
             R"({}</section>)",
            AuditTrail::room, table),
        source, viewer);
}

std::string configuration_page(
    const std::vector<ConfigurationFile>& files, const PageSource& source, const Viewer& viewer)
{
    Html main = html(R"(<section aria-labelledby="t"><div class="head"><h1 id="t">Configuration)"
                     R"(</h1><span class="dim">as the files are now; secrets are not shown</span>)"
                     R"(</div></section>)");
    for (const ConfigurationFile& file : files) {
        const Html text = file.text ? html(R"(<pre class="log" tabindex="0">{}</pre>)", *file.text)
                                    : html(R"(<p class="dim">{}</p>)", file.text.error().message());
        main += html(R"(<section><details><summary><h2 class="plain">{}</h2></summary>{}</details>)"
                     R"(</section>)",
            file.name, text);
    }
    return more("Configuration", main, source, viewer);
}

std::string more_page(
    const std::vector<std::string>& manuals, const PageSource& source, const Viewer& viewer)
{
    Html pages;
    for (const std::string& name : manuals)
        pages += html(R"(<li><a href="help?page={}">{}</a></li>)", percent_encode(name), name);
    if (pages.is_empty())
        pages = html(R"(<li class="dim">The manual was not built.</li>)");
    return more("More",
        html(R"(<section aria-labelledby="t"><div class="head"><h1 id="t">More</h1></div>)"
             R"(<ul class="plain"><li><a href="audit">Audit trail</a>: who pressed what</li>)"
             R"(<li><a href="configuration">Configuration</a> as it is now</li>)"
             R"(<li><a href="metrics">Metrics</a> as Prometheus reads them</li></ul></section>)"
             R"(<section><div class="head"><h2>Manual</h2></div><ul class="plain manual">{}</ul>)"
             R"(</section>)",
            pages),
        source, viewer);
}

std::string manual_page(
    std::string_view name, const Html& fragment, const PageSource& source, const Viewer& viewer)
{
    return more(name,
        html(R"(<article class="man"><p><a href="more">All pages of the manual</a></p>{})"
             R"(</article>)",
            fragment),
        source, viewer);
}

}  // namespace hive
