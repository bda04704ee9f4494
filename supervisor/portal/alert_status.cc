#include "supervisor/portal/alert_status.h"

#include "lib/json.h"
#include "supervisor/portal/service_status.h"

namespace hive {
namespace {

template <class Take>
void each_of(const Json& object, const char* key, Take take)
{
    const auto listed = object.find(key);
    if (listed != object.end() && listed->is_array())
        for (const Json& item : *listed)
            if (item.is_object())
                take(item);
}

std::string acknowledged_by(const Json& object)
{
    const auto found = object.find("acknowledged");
    return found != object.end() && found->is_object() ? text_at(*found, "by", "somebody") : "";
}

}  // namespace

Result<AlertStatus> parse_alert_status(const Json& object)
{
    if (!object.is_object() || integer_at(object, "id") <= 0 || text_at(object, "key").empty())
        return fail("an alert without id or key");
    const double recovered = real_at(object, "recovered");
    AlertStatus alert {.id = integer_at(object, "id"),
        .key = text_at(object, "key"),
        .source = text_at(object, "source"),
        .severity = text_at(object, "severity"),
        .is_firing = text_at(object, "state") == "firing",
        .subject = text_at(object, "subject"),
        .text = text_at(object, "text"),
        .fired = wall_time(real_at(object, "fired")),
        .count = integer_at(object, "count", 1),
        .recovered = recovered > 0 ? std::optional {wall_time(recovered)} : std::nullopt,
        .acknowledged_by = acknowledged_by(object)};
    each_of(object, "deliveries", [&](const Json& delivery) {
        alert.deliveries.push_back({.destination = text_at(delivery, "destination"),
            .occasion = text_at(delivery, "occasion"),
            .state = text_at(delivery, "state"),
            .outcome = text_at(delivery, "outcome"),
            .tries = integer_at(delivery, "tries")});
    });
    return alert;
}

AlertList parse_alert_list(const Json& answer)
{
    AlertList list;
    each_of(answer, "alerts", [&](const Json& object) {
        if (auto alert = parse_alert_status(object))
            list.alerts.push_back(std::move(*alert));
    });
    each_of(answer, "muted", [&](const Json& object) {
        list.mutes.push_back({.key = text_at(object, "key"),
            .until = wall_time(real_at(object, "until")),
            .by = text_at(object, "by")});
    });
    list.destinations = texts_at(answer, "destinations");
    return list;
}

}  // namespace hive
