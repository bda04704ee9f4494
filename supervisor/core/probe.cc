#include "supervisor/core/probe.h"

#include "lib/log.h"
#include "lib/network_probe.h"
#include "lib/number.h"
#include "supervisor/core/command_line.h"

namespace hive {
namespace {

constexpr int longest_window = 64;

}  // namespace

Result<ProbeSpec> parse_network_probe_spec(std::string_view text)
{
    ProbeSpec spec {
        .kind = ProbeKind::network, .words = TRY(split_command(text)), .text = std::string {text}};
    TRY(parse_network_probe(spec.words));
    return spec;
}

Result<ProbeSpec> parse_probe_spec(std::string_view text)
{
    if (text == "control")
        return ProbeSpec {};
    if (text == "none")
        return ProbeSpec {.kind = ProbeKind::none, .text = "none"};
    constexpr std::string_view exec = "exec ";
    if (text.starts_with(exec))
        return ProbeSpec {.kind = ProbeKind::exec,
            .words = TRY(split_command(text.substr(exec.size()))),
            .text = std::string {text}};
    if (!is_network_probe(text.substr(0, text.find(' '))))
        return fail("'{}' is not control, none, exec PROGRAM, or http, https, tcp, tls, unix, "
                    "mysql, dns with what they need",
            text);
    return parse_network_probe_spec(text);
}

Result<ProbeTolerance> parse_probe_tolerance(std::string_view text)
{
    constexpr std::string_view of = " of ";
    const auto middle = text.find(of);
    const auto failures = number_within<int>(text.substr(0, middle), 1, longest_window);
    const auto window = middle == std::string_view::npos
        ? failures
        : number_within<int>(text.substr(middle + of.size()), 1, longest_window);
    if (!failures || !window || *failures > *window)
        return fail("'{}' is not N or N of M, up to {}", text, longest_window);
    return ProbeTolerance {.failures = *failures, .window = *window};
}

Prober::Prober(EventLoop& loop, std::unique_ptr<Question> question, const ProbeTimes& times,
    ProbeAnswered answered)
    : loop_ {loop}, times_ {times}, answered_ {std::move(answered)}, question_ {std::move(question)}
{
}

Result<std::unique_ptr<Prober>> Prober::create(EventLoop& loop, std::unique_ptr<Question> question,
    const ProbeTimes& times, ProbeAnswered answered)
{
    std::unique_ptr<Prober> prober {
        new Prober {loop, std::move(question), times, std::move(answered)}};
    if (times.delay.count() == 0) {
        TRY(prober->begin());
        return prober;
    }
    prober->tick_ = TRY(loop.after(times.delay, [self = prober.get()] {
        if (const auto begun = self->begin(); !begun)
            log::error("{}", begun.error().message());
    }));
    return prober;
}

Result<> Prober::begin()
{
    tick_ = TRY(loop_.every(times_.interval, [this] { ask(); }));
    ask();
    return {};
}

void Prober::ask()
{
    if (is_asking_)
        return;
    is_asking_ = true;
    question_->ask([this](const ProbeAnswer& answer) { take(answer); });
}

void Prober::take(ProbeAnswer answer)
{
    is_asking_ = false;
    if (answer.verdict == Verdict::serves && times_.slow.count() > 0 && answer.took > times_.slow)
        answer = {.verdict = Verdict::degraded,
            .text = fmt::format("answers slowly: {:.0f} ms", answer.took.count()),
            .took = answer.took};
    const auto answered = answered_;  // it may destroy this prober
    answered(answer);
}

}  // namespace hive
