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
        Option::number("heavy", config.heavy, {1, max_heavy},
            "CSV files and full-resolution frames that may be on their way at once; more are "
            "answered 503."),
        Option::bytes("cache", config.cache, {0, std::int64_t {1} << 30},
            "Memory for answers that are asked for again before the store changes; one takes at "
            "most half of it."),
        Option::seconds("query_timeout", config.query_timeout, {1, 300},
            "A request that reads the store for longer is answered 503."),
        Option::text("site", config.site,
            "The database of notes, rules and alerts, made when it is not there; a relative path "
            "lies in the state directory."),
        Option::text("alert_socket", config.alert_socket,
            "Control socket of the supervisor, which sends alerts; a relative path lies in the "
            "runtime directory."),
        Option::seconds("rule_period", config.rule_period, {1, 3600},
            "How often the alert rules are looked at."),
        Option::text("sync_socket", config.sync_socket,
            "Control socket of hive-sync, for the update button; a relative path lies in the "
            "runtime directory."),
        Option::text("guard_store", config.guard_store,
            "The database hive-guard writes, for the traffic page; a relative path lies in the "
            "state directory."),
        Option::text("guard_socket", config.guard_socket,
            "Control socket of hive-guard, which does what an admin presses on the traffic page; a "
            "relative path lies in the runtime directory."),
        Option::real("traffic_red", config.traffic_red, 0.1, 1'000'000,
            "Requests or flows a second above which the traffic page shows a server in red; "
            "whoever "
            "looks may choose another rate for themselves."),
        Option::seconds("sync_patience", config.sync_patience, {1, 50},
            "How long the update button waits for hive-sync to finish; after that it is told that "
            "the run goes on, and an event tells its end."),
    };
    return {.sections
        = {Section::plain("chart", "The chart server and what it reads.", std::move(options))}};
}

}  // namespace hive
