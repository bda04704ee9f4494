// daemons/proxy/quiet_thread.h - a thread that runs when nobody else wants its core.
#pragma once

#include <functional>
#include <semaphore>
#include <thread>

namespace hive {

/// Takes work of one other thread, which waits. The work must take no lock that others need: it
/// may be held up for long while it holds it (SCHED_IDLE, sched(7)). That is why it is another
/// thread than the one that queues and answers.
class QuietThread {
public:
    QuietThread();
    QuietThread(const QuietThread&) = delete;
    QuietThread& operator=(const QuietThread&) = delete;
    ~QuietThread();

    /// Returns when `work` has ended.
    void run(const std::function<void()>& work);

private:
    void serve();

    std::binary_semaphore given_ {0};
    std::binary_semaphore done_ {0};
    const std::function<void()>* work_ = nullptr;  // nullptr ends the thread
    std::jthread thread_;
};

}  // namespace hive
