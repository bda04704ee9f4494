#include "daemons/chart/answer_cache.h"

#include <utility>

namespace hive {
namespace {

/// Of an entry besides its texts, about: nodes of list and map, tag, type.
constexpr std::size_t overhead = 512;

/// Small answers to many different questions are to fill the room, too.
std::size_t cost(const std::string& key, const Representation& representation)
{
    return key.size() + representation.bytes->size() + overhead;
}

}  // namespace

void AnswerCache::start_generation(std::uint64_t generation)
{
    if (generation <= generation_)
        return;
    generation_ = generation;
    by_key_.clear();
    kept_.clear();
    size_ = 0;
}

std::optional<Representation> AnswerCache::find(const std::string& key, std::uint64_t generation)
{
    const std::lock_guard lock {mutex_};
    start_generation(generation);
    const auto found = by_key_.find(key);
    // A thread that was slow to come here may be of an older generation: newer will do.
    if (found == by_key_.end())
        return std::nullopt;
    ++luck_.hits;
    kept_.splice(kept_.begin(), kept_, found->second);
    return found->second->representation;
}

void AnswerCache::keep(
    std::string key, std::uint64_t generation, const Representation& representation)
{
    const auto bytes = cost(key, representation);
    const std::lock_guard lock {mutex_};
    start_generation(generation);
    if (generation != generation_ || bytes > room_ / 2 || by_key_.contains(key))
        return;
    kept_.push_front({std::move(key), representation});
    by_key_.emplace(kept_.front().key, kept_.begin());
    size_ += bytes;
    while (size_ > room_) {
        size_ -= cost(kept_.back().key, kept_.back().representation);
        by_key_.erase(kept_.back().key);
        kept_.pop_back();
    }
}

void AnswerCache::note_miss()
{
    const std::lock_guard lock {mutex_};
    ++luck_.misses;
}

AnswerCache::Luck AnswerCache::luck() const
{
    const std::lock_guard lock {mutex_};
    return luck_;
}

std::size_t AnswerCache::size() const
{
    const std::lock_guard lock {mutex_};
    return size_;
}

}  // namespace hive
