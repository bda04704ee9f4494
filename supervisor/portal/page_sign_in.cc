#include "supervisor/portal/page_sign_in.h"

#include <algorithm>

#include "supervisor/portal/page.h"

namespace hive {
namespace {

constexpr std::size_t longest_target = 512;

bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

Html reason(const Denied& denied)
{
    switch (denied.reason) {
    case Denied::Reason::unknown: return html("Sign in first.");
    case Denied::Reason::wrong_password:
        return html("Wrong name or password. {} {} left, then a wait.", denied.tries_left,
            denied.tries_left == 1 ? "try" : "tries");
    case Denied::Reason::locked:
        return html("Too many wrong passwords. Wait {}, then try again.", span_text(denied.wait));
    case Denied::Reason::busy: return html("Too many sign in at this moment. Try again.");
    }
    std::unreachable();
}

Html banner(const std::optional<Denied>& denied)
{
    if (!denied)
        return {};
    return html(R"(<div class="banner bad" role="alert">{}<span>{}</span></div>)",
        glyph("bad", Severity::bad), reason(*denied));
}

}  // namespace

bool is_own_target(std::string_view target)
{
    constexpr std::string_view marks = "-_.?=&%";
    return !target.empty() && target.size() <= longest_target && is_word(target.front())
        && std::ranges::all_of(
            target, [&](char c) { return is_word(c) || marks.find(c) != std::string_view::npos; });
}

std::string sign_in_page(
    std::string_view host, std::string_view next, const std::optional<Denied>& denied)
{
    const Html title = host.empty() ? html("Sign in") : html("Sign in to {}", host);
    return bare_document("Sign in",
        html(R"(<h1>{}</h1><p class="dim">Watchdog</p>{}<form method="post" action="sign-in">)"
             R"(<input type="hidden" name="next" value="{}"><label>Name<input name="user")"
             R"( autocomplete="username" required autocapitalize="none" spellcheck="false")"
             R"( autofocus></label><label>Password<input name="password" type="password")"
             R"( autocomplete="current-password" required></label><button class="go">Sign in)"
             R"(</button></form><p class="dim">Forgotten? On the machine: )"
             R"(<code>hive-passwd add NAME</code></p>)",
            title, banner(denied), next));
}

}  // namespace hive
