#include "supervisor/core/check_reading.h"

#include <sys/wait.h>

#include "supervisor/core/adoption.h"
#include "supervisor/core/notification.h"

namespace hive {
namespace {

std::string number_text(double number)
{
    return fmt::format("{:.6g}", number);
}

std::string status_of(const ErrandOutcome& outcome)
{
    if (outcome.is_timed_out)
        return "did not end in time";
    const auto end = outcome.output.find_last_not_of(" \n");
    const auto last = outcome.output.substr(0, end + 1);
    return last.empty() ? exit_text(outcome.status)
                        : clean_status(last.substr(last.rfind('\n') + 1));
}

}  // namespace

Reading reading_of(const ErrandOutcome& outcome)
{
    const bool has_exited = WIFEXITED(outcome.status);
    Reading reading {.numbers
        = {{"status", has_exited ? WEXITSTATUS(outcome.status) : 128 + WTERMSIG(outcome.status)}},
        .texts = {{"output", outcome.output}}};
    reading.status = status_of(outcome);
    return reading;
}

std::string reason(const Rule& rule, const Reading& reading)
{
    if (reading.is_missing)
        return reading.status;
    if (const auto number = reading.numbers.find(rule.metric); number != reading.numbers.end())
        return fmt::format("{} (is {})", rule.text, number_text(number->second));
    if (rule.metric == "output")
        return fmt::format("{}: {}", rule.text, reading.status);
    const auto text = reading.texts.find(rule.metric);
    const bool is_short
        = text != reading.texts.end() && rule.metric != "content" && text->second.size() <= 64;
    return is_short ? fmt::format("{} (is {})", rule.text, clean_status(text->second)) : rule.text;
}

}  // namespace hive
