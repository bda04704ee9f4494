#include "supervisor/portal/page_dependencies.h"

#include "supervisor/portal/dependency_picture.h"

namespace hive {
namespace {

Html links(const std::vector<std::string>& names)
{
    Html all;
    for (const std::string& name : names) {
        const Html comma = all.is_empty() ? Html {} : html(", ");
        all += html(R"({}<a href="{}">{}</a>)", comma, service_target(name), name);
    }
    return all.is_empty() ? html("–") : all;
}

Html row(const ServiceStatus& service)
{
    return html(R"(<tr><th scope="row"><a href="{}">{}</a></th><td data-live="{}.state">{}</td>)"
                R"(<td class="all" data-l="needs">{}</td><td class="all" data-l="needed by">{})"
                R"(</td></tr>)",
        service_target(service.name), service.name, service.name, state_mark(service.state),
        links(service.depends), links(service.needed_by));
}

}  // namespace

std::string dependencies_page(const PageSource& source, const Viewer& viewer)
{
    Html rows;
    for (const ServiceStatus& service : source.core.services())
        rows += row(service);
    const Html main = html(
        R"(<section aria-labelledby="t"><div class="head"><h1 id="t">What waits for what</h1>)"
        R"(<span class="dim">left starts first; a line is red while what is left of it is )"
        R"(down</span></div><div class="wide" tabindex="0" role="region" aria-label="Picture")"
        R"( data-live="graph">{}</div></section>)"
        R"(<section><div class="head"><h2>As a list</h2></div>)"
        R"(<table class="fit"><caption class="sr">Dependencies</caption><thead><tr>)"
        R"(<th scope="col">Service</th><th scope="col">State</th><th scope="col">Needs</th>)"
        R"(<th scope="col">Needed by</th></tr></thead><tbody>{}</tbody></table></section>)",
        dependency_picture(source.core.services()), rows);
    return page_document(
        {.title = "Dependencies", .place = Place::dependencies, .stream = "events"}, source, viewer,
        main);
}

}  // namespace hive
