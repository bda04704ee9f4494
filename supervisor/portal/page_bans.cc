#include "supervisor/portal/page_bans.h"

#include <utility>

#include "lib/encoding.h"
#include "lib/json.h"

namespace hive {
namespace {

constexpr std::size_t listed_at_most = 500;

std::string moment(const Json& object, const char* key, const PageSource& source)
{
    return moment_text(std::chrono::system_clock::from_time_t(integer_at(object, key)), source.now);
}

Html unban_form(std::string_view address, const Viewer& viewer)
{
    if (!viewer.is_admin)
        return {};
    return html(R"(<form method="post" action="bans">{}{}<button name="action" value="unban">)"
                R"(Unban<span class="sr"> {}</span></button></form>)",
        hidden("csrf", viewer.token), hidden("address", address), address);
}

Html ban_row(const Json& ban, const PageSource& source, const Viewer& viewer)
{
    const auto address = text_at(ban, "address");
    const auto until = std::chrono::system_clock::from_time_t(integer_at(ban, "until"));
    return html(R"(<tr><th scope="row" class="mono"><a href="bans?address={}">{}</a></th>)"
                R"(<td class="all" data-l="jail">{}</td><td class="all" data-l="since">{}</td>)"
                R"(<td class="all" data-l="ends in">{}</td><td class="all" data-l="failures">{})"
                R"(</td><td class="all" data-l="kernel">{}</td><td class="all">{}</td></tr>)",
        percent_encode(address), address, text_at(ban, "jail"), moment(ban, "since", source),
        countdown(until, source.now), integer_at(ban, "failures"),
        flag_at(ban, "kernel") ? "holds it" : "–", unban_form(address, viewer));
}

Html ban_table(const Json& list, const PageSource& source, const Viewer& viewer)
{
    Html rows;
    std::size_t shown = 0;
    for (const auto& ban : list.value("bans", Json::array()))
        if (shown++ < listed_at_most)
            rows += ban_row(ban, source, viewer);
    const auto count = integer_at(list, "count");
    const auto more = std::cmp_less(listed_at_most, count)
        ? html(R"(<p class="dim">The first {} of {} are shown.</p>)", listed_at_most, count)
        : Html {};
    if (rows.is_empty())
        return html(R"(<div class="empty"><strong>Nobody is banned</strong></div>)");
    return html(R"(<table class="fit"><caption class="sr">Bans in force</caption><thead><tr>)"
                R"(<th scope="col">Address</th><th scope="col">Jail</th><th scope="col">Since</th>)"
                R"(<th scope="col">Ends in</th><th scope="col">Failures</th>)"
                R"(<th scope="col">Kernel</th><th scope="col"><span class="sr">Action</span></th>)"
                R"(</tr></thead><tbody>{}</tbody></table>{})",
        rows, more);
}

Html lines_of(const Json& object)
{
    Html lines;
    for (const auto& line : object.value("lines", Json::array()))
        lines += html("<p>{}</p>", line.get<std::string>());
    return lines.is_empty() ? html(R"(<p class="dim">No line is kept.</p>)")
                            : html(R"(<div class="log" tabindex="0">{}</div>)", lines);
}

/// What hive-guard gave as its reasons.
Html decision_of(const Json& ban)
{
    const auto decision = ban.find("decision");
    if (decision == ban.end())
        return {};
    Html reasons;
    for (const auto& reason : decision->value("reasons", Json::array()))
        reasons += html("<li>{}</li>", reason.get<std::string>());
    return html("<p>Decided as <strong>{}</strong>, score {}.</p><ul>{}</ul>",
        text_at(*decision, "class"), fmt::format("{:.2f}", real_at(*decision, "score")), reasons);
}

Html ban_reason(const Json& ban, const PageSource& source)
{
    const auto failures = integer_at(ban, "failures");  // 0: somebody decided
    return html("<h3>{} by {}</h3><p>{}Ban number {}, from {} to {}.</p>{}{}",
        flag_at(ban, "in_force") ? "Banned" : "Was banned", text_at(ban, "jail"),
        failures > 0 ? fmt::format("{} failures. ", failures) : "", integer_at(ban, "count"),
        moment(ban, "since", source), moment(ban, "until", source), decision_of(ban),
        lines_of(ban));
}

Html why_section(const BanRecord& record, const PageSource& source)
{
    if (record.why == nullptr)
        return {};
    Html reasons;
    for (const auto& ban : record.why->value("bans", Json::array()))
        reasons += ban_reason(ban, source);
    for (const auto& counting : record.why->value("counting", Json::array()))
        reasons += html("<h3>Counted by {}</h3><p>{} of {} failures.</p>{}",
            text_at(counting, "jail"), integer_at(counting, "failures"),
            integer_at(counting, "limit"), lines_of(counting));
    if (const auto safe = text_at(*record.why, "safe"); !safe.empty())
        reasons += html("<p>Never banned: {}.</p>", safe);
    if (reasons.is_empty())
        reasons = html(R"(<div class="empty"><strong>Nothing is known of it</strong></div>)");
    return html(R"(<section aria-labelledby="w"><div class="head"><h2 id="w">Why )"
                R"(<span class="mono">{}</span></h2></div>{}</section>)",
        record.asked, reasons);
}

/// Only what was put there by hand can be taken off.
Html unspare_form(const Json& one, const Viewer& viewer)
{
    if (!viewer.is_admin || text_at(one, "reason") != "spared")
        return {};
    const auto address = text_at(one, "address");
    return html(R"(<form method="post" action="bans">{}{}<button name="action" value="unspare">)"
                R"(Remove<span class="sr"> {}</span></button></form>)",
        hidden("csrf", viewer.token), hidden("address", address), address);
}

Html spare_form(const Viewer& viewer)
{
    if (!viewer.is_admin)
        return {};
    return html(R"(<form method="post" action="bans">{}<label>Address or network )"
                R"(<input name="address" size="24" required></label>)"
                R"(<button name="action" value="spare">Never ban</button></form>)",
        hidden("csrf", viewer.token));
}

Html safe_section(const BanRecord& record, const Viewer& viewer)
{
    if (record.safe == nullptr)
        return {};
    Html rows;
    for (const auto& one : record.safe->value("safe", Json::array()))
        rows += html(R"(<tr><th scope="row" class="mono">{}</th>)"
                     R"(<td class="all" data-l="reason">{}</td><td class="all">{}</td>)"
                     R"(<td class="all">{}</td></tr>)",
            text_at(one, "address"), text_at(one, "reason"), text_at(one, "user"),
            unspare_form(one, viewer));
    return html(R"(<section aria-labelledby="s"><div class="head"><h2 id="s">Never banned</h2>)"
                R"(<span class="dim">by ban.ini, or by hand</span></div>)"
                R"(<div class="head">{}</div><table class="fit">)"
                R"(<caption class="sr">Addresses never banned</caption><thead><tr>)"
                R"(<th scope="col">Address</th><th scope="col">Reason</th>)"
                R"(<th scope="col">Who</th><th scope="col"><span class="sr">Action</span></th>)"
                R"(</tr></thead><tbody>{}</tbody></table></section>)",
        spare_form(viewer), rows);
}

Html find_form(const BanRecord& record)
{
    return html(R"(<form method="get" action="bans"><label>Address <input name="address" )"
                R"(size="24" value="{}"></label><button>Why</button></form>)",
        record.asked);
}

Html add_form(const Viewer& viewer)
{
    if (!viewer.is_admin)
        return {};
    return html(R"(<form method="post" action="bans">{}<label>Address or network )"
                R"(<input name="address" size="24" required></label><label>for )"
                R"(<select name="seconds"><option value="600">10 minutes</option>)"
                R"(<option value="3600">1 hour</option><option value="86400">1 day</option>)"
                R"(<option value="604800">1 week</option><option value="-1">good</option>)"
                R"(</select></label><button name="action" value="ban" class="go">Ban</button>)"
                R"(</form>)",
        hidden("csrf", viewer.token));
}

Html trouble_banner(const BanRecord& record)
{
    if (record.trouble.empty())
        return {};
    return html(R"(<div class="banner bad" role="alert">{}<span><strong>hive-ban did not tell.)"
                R"(</strong> {}</span></div>)",
        glyph("bad", Severity::bad), record.trouble);
}

}  // namespace

std::string bans_page(const BanRecord& record, const PageSource& source, const Viewer& viewer)
{
    Html main = trouble_banner(record);
    if (record.list != nullptr)
        main += html(R"(<section aria-labelledby="t"><div class="head"><h1 id="t">Bans</h1>)"
                     R"(<span class="dim">{} in force, enforced by {}</span></div>)"
                     R"(<div class="head">{}{}</div></section>)",
            integer_at(*record.list, "count"), text_at(*record.list, "by"), find_form(record),
            add_form(viewer));
    main += why_section(record, source);
    if (record.list != nullptr)
        main += html(R"(<section aria-label="Bans in force">{}</section>)",
            ban_table(*record.list, source, viewer));
    main += safe_section(record, viewer);
    return page_document(
        {.title = "Bans", .place = Place::bans, .stream = ""}, source, viewer, main);
}

}  // namespace hive
