#include "lib/worker.h"

#include <cassert>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace hive {

struct Worker::Impl {
    std::size_t room;
    std::mutex mutex;
    std::condition_variable_any changed;
    std::deque<Job> waiting;  // guarded by mutex
    std::vector<std::jthread> threads;  // last: joined before the rest goes

    void work(const std::stop_token& stop)
    {
        for (;;) {
            Job job;
            {
                std::unique_lock lock {mutex};
                if (!changed.wait(lock, stop, [this] { return !waiting.empty(); })
                    || stop.stop_requested())
                    return;
                job = std::move(waiting.front());
                waiting.pop_front();
            }
            job();
        }
    }
};

Worker::Worker(std::size_t threads, std::size_t room) : impl_ {std::make_unique<Impl>()}
{
    assert(threads >= 1 && room >= 1);
    impl_->room = room;
    for (std::size_t i = 0; i < threads; ++i)
        impl_->threads.emplace_back(
            [impl = impl_.get()](const std::stop_token& stop) { impl->work(stop); });
}

Worker::~Worker() = default;

bool Worker::submit(Job job)
{
    {
        const std::lock_guard lock {impl_->mutex};
        if (impl_->waiting.size() >= impl_->room)
            return false;
        impl_->waiting.push_back(std::move(job));
    }
    impl_->changed.notify_one();
    return true;
}

}  // namespace hive
