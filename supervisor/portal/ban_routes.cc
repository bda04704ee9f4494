#include "supervisor/portal/ban_routes.h"

#include <algorithm>

#include "lib/encoding.h"
#include "lib/log.h"
#include "lib/number.h"
#include "supervisor/portal/page_bans.h"
#include "supervisor/portal/reply.h"

namespace hive {
namespace {

constexpr int listed = 500;
constexpr std::size_t longest_address = 64;
constexpr std::chrono::minutes note_period {1};

/// What of a form goes to hive-ban. @return an error for a person
Result<Json> order_of(const HttpRequest& request)
{
    const auto address = form_field(request, "address");
    if (address.empty() || address.size() > longest_address)
        return fail("that is no address");
    Json order {{"address", address}};
    const auto seconds = form_field(request, "seconds");
    if (seconds.empty())
        return order;
    const auto value = number_of<int>(seconds);
    if (!value)
        return fail("'{}' is no number of seconds", seconds);
    order["seconds"] = *value;
    return order;
}

/// What hive-ban is asked for a button of the page; "" for none of them.
std::string_view verb_of(std::string_view action)
{
    if (action == "spare")
        return "safe-add";
    if (action == "unspare")
        return "safe-remove";
    return action == "ban" || action == "unban" ? action : std::string_view {};
}

}  // namespace

void BanRoutes::show(const HttpRequest& request, const Viewer& viewer, Responder responder)
{
    std::unique_ptr<Answers> answers {new Answers {.viewer = viewer,
        .asked = std::string {request.parameter("address").value_or("")},
        .responder = std::move(responder)}};
    ban_.ask("banned", {{"limit", listed}},
        [this, answers = std::move(answers)](Result<std::vector<Json>> answer) mutable {
            if (answer)
                answers->list = std::move(answer->back());
            else
                answers->trouble = answer.error().message();
            ask_safe(std::move(answers));
        });
}

void BanRoutes::ask_safe(std::unique_ptr<Answers> answers)
{
    if (!answers->trouble.empty())
        return finish(*answers);
    ban_.ask("safe", Json::object(),
        [this, answers = std::move(answers)](Result<std::vector<Json>> answer) mutable {
            if (answer)
                answers->safe = std::move(answer->back());
            ask_why(std::move(answers));
        });
}

void BanRoutes::ask_why(std::unique_ptr<Answers> answers)
{
    if (answers->asked.empty())
        return finish(*answers);
    // A network of the list is asked for by its address.
    const auto address = answers->asked.substr(0, answers->asked.find('/'));
    ban_.ask("why", {{"address", address}},
        [this, answers = std::move(answers)](Result<std::vector<Json>> answer) mutable {
            if (answer)
                answers->why = std::move(answer->back());
            else
                answers->trouble = answer.error().message();
            finish(*answers);
        });
}

void BanRoutes::finish(Answers& answers) const
{
    const auto told = [](const Json& answer) { return answer.is_object() ? &answer : nullptr; };
    const BanRecord record {.trouble = answers.trouble,
        .list = told(answers.list),
        .safe = told(answers.safe),
        .why = told(answers.why),
        .asked = answers.asked};
    send(answers.responder, page(200, bans_page(record, source_(), answers.viewer)));
}

void BanRoutes::act(const HttpRequest& request, const Viewer& viewer, Responder responder)
{
    if (!viewer.is_admin)
        return send(
            responder, message(403, "Refused", "Only members of the group admin may do that."));
    const auto action = form_field(request, "action");
    const auto verb = verb_of(action);
    if (verb.empty())
        return send(responder, message(400, "Refused", "There is no such action."));
    auto order = order_of(request);
    if (order)
        (*order)["by"] = viewer.user;
    if (!order)
        return send(responder, message(400, "Refused", order.error().message() + "."));
    const auto note = notes_.begin(request, viewer, action, "address", text_at(*order, "address"));
    const auto back = "bans?address=" + percent_encode(text_at(*order, "address"));
    ban_.ask(std::string {verb}, *order,
        [back, note, responder = std::move(responder)](Result<std::vector<Json>> answer) mutable {
            note(answer ? "" : answer.error().message());
            if (answer)
                return send(responder, HttpResponse::see_other(back));
            send(responder,
                message(
                    502, "Nothing was done", "hive-ban says: " + answer.error().message() + "."));
        });
}

void BanRoutes::note_session(const HttpRequest& request, const Viewer& viewer)
{
    const auto address
        = request.is_local ? std::string {request.header("X-Hive-Address")} : request.client.text();
    const auto now = std::chrono::steady_clock::now();
    if (!viewer.is_admin || (address == noted_address_ && now < noted_ + note_period))
        return;
    noted_ = now;
    noted_address_ = address;
    ban_.ask("session", {{"address", address}, {"user", viewer.user}},
        [](const Result<std::vector<Json>>& answer) {
            if (!answer)
                log::debug(
                    "hive-ban was not told of an administrator: {}", answer.error().message());
        });
}

}  // namespace hive
