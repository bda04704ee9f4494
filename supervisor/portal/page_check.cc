#include "supervisor/portal/page_check.h"

#include <fmt/ranges.h>

#include "supervisor/portal/event_list.h"

namespace hive {
namespace {

Html check_ribbon(const CheckStatus& check, const PageSource& source)
{
    const WallTime from = source.history.ribbon_start(source.now);
    const auto known = source.history.ribbon(check.name, from, source.now);
    return ribbon(known.parts,
        fmt::format("{} since {}, now {}", check.name, moment_text(from, source.now),
            state_word(check.state)));
}

/// The broken rules, else what was seen last.
std::string seen_text(const CheckStatus& check)
{
    if (!check.rules.empty())
        return fmt::format("{}", fmt::join(check.rules, ", "));
    return check.status.empty() ? "–" : check.status;
}

Html looked_text(const CheckStatus& check, const PageSource& source)
{
    return check.looked ? html("{} ago", counting_span(*check.looked, source.now))
                        : html("not yet");
}

Html row(const CheckStatus& check, const PageSource& source)
{
    return html(R"(<tr><th scope="row"><a href="{}">{}</a></th><td data-l="kind">{}</td>)"
                R"(<td>{}</td><td class="all">{}</td><td class="all" data-l="seen">{}</td>)"
                R"(<td class="n" data-l="looked">{}</td></tr>)",
        check_target(check.name), check.name, check.type, state_mark(check.state),
        check_ribbon(check, source), seen_text(check), looked_text(check, source));
}

Html fact(std::string_view term, const Html& description)
{
    return html("<dt>{}</dt><dd>{}</dd>", term, description);
}

Html state_line(const CheckStatus& check, const PageSource& source)
{
    return html(R"({}<span class="dim">for {}, since {}</span>)", state_mark(check.state),
        counting_span(check.since, source.now), moment_text(check.since, source.now));
}

Html how_it_is(const CheckStatus& check, const PageSource& source)
{
    const std::string groups = fmt::format("{}", fmt::join(check.groups, ", "));
    const std::string rules = fmt::format("{}", fmt::join(check.rules, ", "));
    Html facts = fact("Kind", html("{}", check.type));
    facts += fact("Seen", html("{}", check.status.empty() ? "nothing to say" : check.status));
    facts += fact("Broken rules", html("{}", rules.empty() ? "none" : rules));
    facts += fact("Looked at", looked_text(check, source));
    facts += fact("Groups", html("{}", groups.empty() ? "none" : groups));
    facts += fact("Mode",
        html("{}", check.is_passive ? "passive: it only tells" : "active: it acts by its rules"));
    return html(R"(<div class="head"><h2>How it is</h2></div><dl class="kv">{}</dl>)", facts);
}

std::string number_text(double value)
{
    return fmt::format("{:.10g}", value);
}

Html readings(const CheckStatus& check)
{
    Html facts;
    for (const auto& [name, value] : check.numbers)
        facts += fact(name, html("{}", number_text(value)));
    for (const auto& [name, value] : check.texts)
        facts += fact(name, html(R"(<span class="mono">{}</span>)", value));
    if (facts.is_empty())
        facts = fact("Readings", html("none yet"));
    return html(R"(<div class="head"><h2>Last reading</h2><span class="dim">in the units of )"
                R"(its rules</span></div><dl class="kv">{}</dl>)",
        facts);
}

Html buttons(ServiceState state)
{
    return state == ServiceState::unmonitored
        ? html(R"(<button name="action" value="monitor">Monitor</button>)")
        : html(R"(<button name="action" value="validate">Check now</button>)"
               R"(<button name="action" value="unmonitor" class="stop">Unmonitor</button>)");
}

Html action_form(const CheckStatus& check, const Viewer& viewer)
{
    if (!viewer.is_admin)
        return {};
    return html(R"(<form method="post" action="{}">{}<span class="acts" data-live="{}.actions">)"
                R"({}</span></form>)",
        check_target(check.name), hidden("csrf", viewer.token), check.name, buttons(check.state));
}

Html told(const std::optional<std::vector<ServiceEvent>>& events, const PageSource& source)
{
    if (!events)
        return html(R"(<p class="dim">The supervisor did not tell.</p>)");
    return events->empty() ? html(R"(<p class="dim">None yet.</p>)")
                           : event_list(*events, source, Naming::none);
}

}  // namespace

Html checks_section(const PageSource& source)
{
    if (source.core.checks().empty())
        return {};
    Html rows;
    for (const CheckStatus& check : source.core.checks())
        rows += row(check, source);
    return html(R"(<section><div class="head"><h2>Checks</h2><span class="dim">things Hive does )"
                R"(not start but watches</span></div><table class="fit services">)"
                R"(<caption class="sr">Checks</caption><thead><tr><th scope="col">Check</th>)"
                R"(<th scope="col">Kind</th><th scope="col">State</th>)"
                R"(<th scope="col">{}</th><th scope="col">Seen</th>)"
                R"(<th scope="col" class="n">Looked</th></tr></thead><tbody>{}</tbody></table>)"
                R"(</section>)",
        ribbon_span(source), rows);
}

std::string check_page(const CheckStatus& check,
    const std::optional<std::vector<ServiceEvent>>& events, const PageSource& source,
    const Viewer& viewer)
{
    const std::string& name = check.name;
    Html main
        = html(R"(<section aria-labelledby="t"><div class="head"><h1 id="t">{}</h1>)"
               R"(<span class="st" data-live="{}.line">{}</span><span class="end">{}</span></div>)"
               R"(<h2 class="sr">States</h2><div data-live="{}.states">{}</div></section>)",
            name, name, state_line(check, source), action_form(check, viewer), name,
            check_ribbon(check, source));
    main += html(R"(<div class="cols"><section data-live="{}.how">{}</section>)"
                 R"(<section data-live="{}.readings">{}</section></div>)",
        name, how_it_is(check, source), name, readings(check));
    main += html(R"(<section id="events" data-fresh><div class="head"><h2>Events</h2></div>{})"
                 R"(</section>)",
        told(events, source));
    return page_document({.title = name,
                             .place = Place::service,
                             .stream = "events?service=" + percent_encode(name)},
        source, viewer, main);
}

std::vector<LivePart> check_parts(const CheckStatus& check, const PageSource& source)
{
    const auto key = [&](std::string_view part) { return fmt::format("{}.{}", check.name, part); };
    return {{"away", away_banner(source)}, {key("line"), state_line(check, source)},
        {key("actions"), buttons(check.state)}, {key("states"), check_ribbon(check, source)},
        {key("how"), how_it_is(check, source)}, {key("readings"), readings(check)}};
}

}  // namespace hive
