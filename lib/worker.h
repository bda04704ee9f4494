// lib/worker.h - threads for work that would block a loop (password hashes, database queries).
#pragma once

#include <cstddef>
#include <memory>
#include <utility>

#include "lib/event_loop.h"

namespace hive {

/// A few threads behind one bounded queue. Answers come back through a loop.
class Worker {
public:
    using Job = std::move_only_function<void()>;

    /// @param threads >= 1
    /// @param room jobs that may wait, >= 1
    Worker(std::size_t threads, std::size_t room);
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;
    /// Finishes the jobs that run, drops the ones that wait.
    ~Worker();

    /// Runs `job` on one of the threads. Any thread may call.
    /// @return false when the queue is full; the job was dropped
    [[nodiscard]] bool submit(Job job);

    /// Runs `work` on a thread, then `answer(result)` on the loop's thread.
    /// The loop must outlive the Worker.
    template <class Work, class Answer>
    [[nodiscard]] bool submit(EventLoop& loop, Work work, Answer answer)
    {
        return submit([&loop, work = std::move(work), answer = std::move(answer)]() mutable {
            loop.post([answer = std::move(answer), result = work()]() mutable {
                answer(std::move(result));
            });
        });
    }

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace hive
