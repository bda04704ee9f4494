// supervisor/portal/page.h - the frame around every page, and the parts pages share.
#pragma once

#include <string>
#include <string_view>

#include "supervisor/portal/core_view.h"
#include "supervisor/portal/history.h"
#include "supervisor/portal/html.h"
#include "supervisor/portal/sign_in.h"

namespace hive {

/// What pages and their live parts are made from.
struct PageSource {
    const CoreView& core;
    const History& history;
    WallTime now;
    bool is_reachable = true;  // whether `core` is how things are now
};

enum class Place { services, dependencies, log, alerts, events, bans, more, service };

/// A part of a page that events replace: the script puts the newest HTML where data-live
/// names the key.
struct LivePart {
    std::string key;  // "summary", "hive-proxy.state"
    Html content;
};

struct PageFrame {
    std::string title;
    Place place {};
    std::string stream;  // target of the page's event stream, "" when it has none
};

/// A whole document for somebody who is signed in.
[[nodiscard]] std::string page_document(
    const PageFrame& frame, const PageSource& source, const Viewer& viewer, const Html& main);
/// A whole document without navigation: sign-in, refusals.
[[nodiscard]] std::string bare_document(std::string_view title, const Html& main);
/// A refusal or failure in words, with a way back. @param why one sentence
[[nodiscard]] std::string message_page(std::string_view title, std::string_view why);

/// Where the page of a service is.
[[nodiscard]] std::string service_target(std::string_view service);
/// Where the page of a check is.
[[nodiscard]] std::string check_target(std::string_view check);
/// Of a service or a check, whichever it is.
[[nodiscard]] std::string watched_target(std::string_view name, const PageSource& source);
/// A field of a form that nobody sees.
[[nodiscard]] Html hidden(std::string_view name, std::string_view value);
/// An option of a menu. @param chosen the value that is
[[nodiscard]] Html menu_option(
    std::string_view value, std::string_view label, std::string_view chosen);

/// The buttons a service in this state has; each is a submit button called "action".
[[nodiscard]] Html action_buttons(ServiceState state);
/// "Unmonitor" for a service that is watched.
[[nodiscard]] Html watch_button(ServiceState state);
/// A form around them. @param back where the answer leads: "overview" or "service"
[[nodiscard]] Html action_form(
    const ServiceStatus& service, const Viewer& viewer, std::string_view back);

/// "up 3 min 5 s", which the script counts on.
[[nodiscard]] Html counting_span(WallTime since, WallTime now);
/// "47 s", which the script counts down.
[[nodiscard]] Html countdown(WallTime until, WallTime now);
/// A latest value with its little picture. @param note below it
[[nodiscard]] Html figure(std::string_view label, const Html& value, std::string_view unit,
    const Html& picture, std::string_view note);
/// Says what is shown when the core is away; nothing when it is there.
[[nodiscard]] Html away_banner(const PageSource& source);
/// "last hour", "last 5 min": what `samples` values of History span.
[[nodiscard]] std::string sampled_span(std::size_t samples);
/// "Last 24 h", or since when something is known: what ribbons span.
[[nodiscard]] std::string ribbon_span(const PageSource& source);

}  // namespace hive
