#include "supervisor/core/alert_message.h"

#include <array>
#include <ctime>

#include "lib/json.h"

namespace hive {
namespace {

std::string local_time(double epoch_seconds)
{
    const auto whole = static_cast<std::time_t>(epoch_seconds);
    std::tm local {};
    std::array<char, 64> text {};
    ::localtime_r(&whole, &local);
    std::strftime(text.data(), text.size(), "%F %T %Z", &local);
    return text.data();
}

std::string headline(const Told& told)
{
    const auto& report = told.alert.report;
    switch (told.occasion) {
    case Occasion::fired:
    case Occasion::info: return fmt::format("{}: {}", name_of(report.severity), report.subject);
    case Occasion::reminder:
    case Occasion::recovered:
    case Occasion::test: return fmt::format("{}: {}", name_of(told.occasion), report.subject);
    }
    std::unreachable();
}

std::string facts(const Told& told)
{
    const auto& alert = told.alert;
    auto text = fmt::format("source: {}\nkey: {}\nsince: {}\n", alert.report.source,
        alert.report.key, local_time(alert.fired));
    if (alert.recovered > 0)
        text += fmt::format("recovered: {}\n", local_time(alert.recovered));
    if (alert.count > 1)
        text += fmt::format("reported: {} times, last {}\n", alert.count, local_time(alert.last));
    return text;
}

Json one_alert(const Told& told)
{
    const auto& alert = told.alert;
    Json object {{"id", alert.id}, {"key", alert.report.key}, {"event", name_of(told.occasion)},
        {"severity", name_of(alert.report.severity)}, {"source", alert.report.source},
        {"subject", alert.report.subject}, {"text", alert.report.text}, {"fired", alert.fired},
        {"count", alert.count}};
    if (alert.recovered > 0)
        object["recovered"] = alert.recovered;
    return object;
}

}  // namespace

std::string message_subject(const std::vector<Told>& told, const std::string& host)
{
    if (told.size() == 1)
        return fmt::format("[hive {}] {}", host, headline(told.front()));
    return fmt::format("[hive {}] {} alerts", host, told.size());
}

std::string message_text(const std::vector<Told>& told)
{
    std::string text;
    for (const auto& one : told) {
        if (told.size() > 1)
            text += headline(one) + "\n\n";
        const auto& body = one.alert.report.text;
        text += body + (body.empty() || body.ends_with('\n') ? "" : "\n");
        text += (body.empty() ? "" : "\n") + facts(one) + (told.size() > 1 ? "\n" : "");
    }
    return text;
}

Json message_json(const std::vector<Told>& told, const std::string& host)
{
    if (told.size() == 1) {
        auto object = one_alert(told.front());
        object["host"] = host;
        return object;
    }
    auto list = Json::array();
    for (const auto& one : told)
        list.push_back(one_alert(one));
    return {{"event", "digest"}, {"host", host}, {"alerts", list}};
}

}  // namespace hive
