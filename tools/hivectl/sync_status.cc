#include "tools/hivectl/sync_status.h"

#include "lib/json.h"
#include "tools/hivectl/table.h"

namespace hive {
namespace {

std::string line(std::string_view name, const std::string& text)
{
    return text.empty() ? "" : fmt::format("{:<12}{}\n", name, text);
}

std::string state_text(const Json& status, double now)
{
    auto text = printable(text_at(status, "state"));
    if (const auto progress = status.find("progress"); progress != status.end())
        text += fmt::format(": {} rows, {} a second, {} to go",
            count_text(integer_at(*progress, "rows")),
            count_text(static_cast<long long>(real_at(*progress, "rate"))),
            count_text(integer_at(*progress, "remaining")));
    const auto next = real_at(status, "next_run");
    if (next > 0)
        text += fmt::format("; next run at {}, in {}", time_text(next), span_text(next - now));
    if (const auto failures = integer_at(status, "failures"); failures > 0)
        text += fmt::format("; {} failures in a row", failures);
    return text;
}

std::string last_run_text(const Json& status)
{
    const auto time = real_at(status, "last_run");
    return time > 0 ? fmt::format("{}: {}", time_text(time), printable(text_at(status, "text")))
                    : "none since the start";
}

std::string comparison_text(const Json& status)
{
    const auto found = status.find("comparison");
    if (found == status.end() || !found->is_object())
        return "none since the start";
    if (const auto error = text_at(*found, "error"); !error.empty())
        return printable(error);
    const auto corrected = corrections_text(found->value("corrected", Json::object()));
    return fmt::format("{}: {} rows in {} ranges{}", equality_text(*found),
        count_text(integer_at(*found, "rows")), integer_at(*found, "ranges"),
        corrected.empty() ? "" : ", corrected: " + corrected);
}

std::string id_text(const Json& source)
{
    const auto found = source.find("watermark");
    const bool is_known = found != source.end() && found->is_number_integer();
    return is_known ? std::to_string(found->get<std::int64_t>()) : "none";
}

}  // namespace

std::string corrections_text(const Json& corrected)
{
    const auto late = integer_at(corrected, "late");
    const auto edited = integer_at(corrected, "edited");
    const auto deleted = integer_at(corrected, "deleted");
    if (late + edited + deleted == 0)
        return "";
    return fmt::format("{} late, {} edited, {} deleted", late, edited, deleted);
}

std::string_view equality_text(const Json& comparison)
{
    if (flag_at(comparison, "equal"))
        return "equal";
    return flag_at(comparison, "changing") ? "NOT equal yet, rows changed while they were compared"
                                           : "NOT equal";
}

std::string sync_status_text(const Json& status, double now, bool is_styled)
{
    auto text = line("state", state_text(status, now)) + line("last run", last_run_text(status))
        + line("comparison", comparison_text(status))
        + line("rows",
            fmt::format("{}, {} in quarantine", count_text(integer_at(status, "copied")),
                count_text(integer_at(status, "quarantined"))))
        + line("store", printable(text_at(status, "store")));
    for (const auto& warning : status.value("warnings", Json::array()))
        if (warning.is_string())
            text += line("warning", printable(warning.get<std::string>()));
    Table sources {
        {{"SOURCE"}, {"ROWS", Align::right}, {"UP TO ID", Align::right}, {"EQUAL"}, {"CORRECTED"}}};
    for (const auto& source : status.value("sources", Json::array())) {
        const auto verified = time_text(real_at(source, "verified"));
        sources.add({{.text = printable(text_at(source, "name"))},
            {.text = count_text(integer_at(source, "copied"))}, {.text = id_text(source)},
            {.text = verified.empty() ? "not yet" : verified},
            {.text = corrections_text(source.value("corrected", Json::object()))}});
    }
    return text + '\n' + sources.text(is_styled);
}

}  // namespace hive
