#include "daemons/guard/engine.h"

#include <algorithm>
#include <cassert>

namespace hive {
namespace {

using std::chrono::floor;
using std::chrono::seconds;

constexpr seconds five {5};

}  // namespace

void Engine::take(const Flow& flow, EventTime time)
{
    now_ = std::max(now_, time);
    judge_flow(flow, time, traffic_.server(flow.destination));
    advance(now_);
}

void Engine::judge_flow(const Flow& flow, EventTime time, std::uint16_t server)
{
    Judgement judgement;
    auto number = Traffic::benign;
    if (flow_model_) {
        judgement = flow_model_->judge(flow.features);
        if (judgement.is_attack)
            number = traffic_.class_number(flow_model_->class_name(judgement.class_index));
        if (!flow.label.empty()) {
            const bool is_benign = flow.label == flow_model_->card().benign;
            const auto label = is_benign ? Traffic::benign : traffic_.class_number(flow.label);
            traffic_.count_outcome(time, label, number);
        }
    }
    traffic_.count_second(time, server, number);
    const auto second = floor<seconds>(time);
    traffic_.count_five(second - second.time_since_epoch() % five, server, number, 1);
    if (!flow_model_)
        return;
    if (const auto address = Address::parse(flow.source))
        count_flow(flow, client_address(*address), time, judgement, server);
    if (judgement.is_attack || unremarkable_ % static_cast<std::uint64_t>(sample_every_) == 0)
        learn({.time = floor<seconds>(time),
                  .client = flow.source,
                  .server = traffic_.servers().name(server),
                  .kind = "flows",
                  .class_name = traffic_.classes().name(number),
                  .score = judgement.score,
                  .label = flow.label,
                  .features = {flow.features.begin(), flow.features.end()}},
            judgement.is_attack);
    else
        ++unremarkable_;
}

/// A client is struck for several flows, as one may be misjudged.
void Engine::count_flow(const Flow& flow, const Address& client, EventTime time,
    const Judgement& judgement, std::uint16_t server)
{
    if (judgement.is_attack)
        samples_.add(client, sample_line(flow));
    const auto score = judgement.is_attack ? std::optional {judgement.score} : std::nullopt;
    const auto* const counted = flow_clients_.count(client, time, score);
    if (counted == nullptr)
        return;
    assert(flow_model_);  // it made the judgement
    strike({.time = time,
               .client = client,
               .server = traffic_.servers().name(server),
               .class_name = flow_model_->class_name(judgement.class_index),
               .by = "model flows",
               .score = counted->score / static_cast<float>(counted->attacks),
               .reasons = flow_model_->reasons(flow.features, judgement.class_index),
               .lines = samples_.of(client)},
        nullptr);
}

}  // namespace hive
