#include "supervisor/portal/page_log.h"

#include "supervisor/portal/log_line.h"

namespace hive {
namespace {

Html filter_form(const LogFilter& filter, const PageSource& source)
{
    Html services = menu_option("", "all", filter.service);
    for (const ServiceStatus& service : source.core.services())
        services += menu_option(service.name, service.name, filter.service);
    return html(
        R"(<form method="get" action="log"><label>Service <select name="service">{}</select>)"
        R"(</label><label><span class="sr">Text</span><input name="text" type="search")"
        R"( placeholder="Text to find" size="18" value="{}"></label><button>Filter</button>)"
        R"(</form>)",
        services, filter.text);
}

Html matching(const LogFilter& filter, const std::vector<LoggedLine>& lines)
{
    Html all;
    for (const LoggedLine& line : lines)
        if (filter.text.empty() || line.text.contains(filter.text))
            all += log_paragraph(line.text, filter.service.empty() ? line.service : "");
    return all;
}

Html well(const LogFilter& filter, const std::optional<std::vector<LoggedLine>>& lines)
{
    if (!lines)
        return html(R"(<p class="dim">The supervisor did not tell.</p>)");
    const Html found = matching(filter, *lines);
    if (found.is_empty())
        return html(R"(<div class="empty"><strong>No line matches</strong><p>Of the last {} )"
                    R"(lines none is of this service with this text.</p></div>)",
            lines->size());
    return html(R"(<div class="log tall" tabindex="0" role="log" aria-label="Log, newest last")"
                R"(>{}</div><p class="dim">Newest last, of the last {} lines.</p>)",
        found, lines->size());
}

}  // namespace

std::string log_page(const LogFilter& filter, const std::optional<std::vector<LoggedLine>>& lines,
    const PageSource& source, const Viewer& viewer)
{
    const Html main = html(
        R"(<section aria-labelledby="t"><div class="head"><h1 id="t">Log</h1>{}<span class="end">)"
        R"(<button type="button" class="live" data-hold aria-pressed="false">Pause</button>)"
        R"(<a class="btn nojs" href="log?service={}&amp;text={}">Newer lines</a></span></div>)"
        R"(<div id="lines" data-fresh data-poll>{}</div></section>)",
        filter_form(filter, source), percent_encode(filter.service), percent_encode(filter.text),
        well(filter, lines));
    return page_document(
        {.title = "Log", .place = Place::log, .stream = "events"}, source, viewer, main);
}

}  // namespace hive
