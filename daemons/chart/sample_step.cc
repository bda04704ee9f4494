#include "daemons/chart/sample_step.h"

namespace hive {

void SampleStep::add(std::int64_t time)
{
    if (previous_ && time > *previous_) {
        ++count_by_step_[time - *previous_];
        ++steps_;
    }
    previous_ = time;
}

std::int64_t SampleStep::median() const
{
    std::int64_t seen = 0;
    for (const auto& [step, count] : count_by_step_) {
        seen += count;
        if (2 * seen >= steps_)
            return step;
    }
    return 0;
}

}  // namespace hive
