#include "daemons/proxy/quiet_thread.h"

#include <sched.h>

namespace hive {

QuietThread::QuietThread() : thread_ {[this] { serve(); }} { }

QuietThread::~QuietThread()
{
    work_ = nullptr;
    given_.release();
}

void QuietThread::run(const std::function<void()>& work)
{
    work_ = &work;
    given_.release();
    done_.acquire();
}

void QuietThread::serve()
{
    const sched_param none {};
    // Where that is not allowed, it works all the same.
    (void)::sched_setscheduler(0, SCHED_IDLE, &none);
    for (;;) {
        given_.acquire();
        if (work_ == nullptr)
            return;
        (*work_)();
        done_.release();
    }
}

}  // namespace hive
