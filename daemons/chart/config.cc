#include "daemons/chart/config.h"

namespace hive {

Schema schema(ChartConfig& config)
{
    std::vector<Option> options {
        Option::parsed("listen", config.listen, &parse_endpoint, "endpoint", "unix:chart-http.sock",
            "Where to accept hive-proxy, when no socket called http is inherited; who is signed in "
            "is believed on a Unix socket only."),
        Option::text("store", config.store,
            "The database hive-sync writes; a relative path lies in the state directory."),
        Option::text("pages", config.pages, "Directory of the web pages."),
        Option::real("bin_hz", config.bin_hz, 0, 100'000,
            "Width of one FFT bin in Hz, for the frequency axis; 0 when it is not known: the axis "
            "then counts bins."),
        Option::number("threads", config.threads, {1, 16}, "Threads that read the store."),
        Option::number("queue", config.queue, {1, 1024},
            "Requests that may wait for a thread; more are answered 503."),
        Option::seconds("query_timeout", config.query_timeout, {1, 300},
            "A request that reads the store for longer is answered 503."),
        Option::text("sync_socket", config.sync_socket,
            "Control socket of hive-sync, for the update button; a relative path lies in the "
            "runtime directory."),
        Option::seconds("sync_timeout", config.sync_timeout, {1, 86'400},
            "How long the update button waits for hive-sync to finish."),
    };
    return {.sections
        = {Section::plain("chart", "The chart server and what it reads.", std::move(options))}};
}

}  // namespace hive
