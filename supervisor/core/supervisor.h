// supervisor/core/supervisor.h - all services together: starts, gates, saves and stops them.
#pragma once

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lib/daemon.h"
#include "lib/event_loop.h"
#include "lib/log.h"
#include "supervisor/core/alerts.h"
#include "supervisor/core/checks.h"
#include "supervisor/core/config.h"
#include "supervisor/core/errand.h"
#include "supervisor/core/history.h"
#include "supervisor/core/journal_feed.h"
#include "supervisor/core/keeper_link.h"
#include "supervisor/core/notify_socket.h"
#include "supervisor/core/service_rules.h"
#include "supervisor/core/unit.h"
#include "supervisor/core/verbs.h"

namespace hive {

class Supervisor : public Service, public Surroundings {
public:
    /// Takes over what a former core left with the keeper, and starts the rest.
    /// @param config_path for reload()
    static Result<std::unique_ptr<Supervisor>> create(
        Daemon& daemon, const SupervisorConfig& config, std::string config_path);
    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;
    ~Supervisor() override;

    /// Ends the services, dependants first, then the loop. Asked twice, it kills.
    void stop();
    [[nodiscard]] bool is_stopping() const { return is_stopping_; }
    /// Soon ends this core in favour of one that reads the configuration anew and adopts the
    /// services. New services start, those no longer there end; one whose section has changed
    /// is as it says from its next start on.
    /// @return an error that counts the mistakes of the new configuration; nothing happens then
    Result<> reload();

    /// Looks at every check, whatever the time.
    void look_now();

    /// By its name with or without "hive-". @return null when there is none
    [[nodiscard]] Unit* find(std::string_view name);
    /// Starts it and what it depends on.
    void start(Unit& unit, std::string_view by);

    [[nodiscard]] std::list<Unit>& units() { return units_; }
    [[nodiscard]] Checks& checks() { return *checks_; }
    [[nodiscard]] const Graph& graph() const { return graph_; }
    [[nodiscard]] const History& history() const { return history_; }
    /// What is older than that.
    [[nodiscard]] EventStore& stored_events() { return *events_; }
    /// When the first core of this keeper started, epoch seconds.
    [[nodiscard]] double started() const { return started_; }

    EventLoop& loop() override { return daemon_.loop; }
    KeeperLink& keeper() override { return *keeper_; }
    const std::string& notify_path() override { return notify_path_; }
    Cgroups& cgroups() override { return cgroups_; }
    Errands& errands() override { return *errands_; }
    ProbeLink& probes() override { return *probes_; }
    std::string missing_dependency(const Unit& unit) override;
    void changed(const Unit& unit) override;
    void happened(const Unit& unit, Happening happening) override;
    void started_anew(const Unit& unit) override;
    void save() override;

private:
    Supervisor(Daemon& daemon, const SupervisorConfig& config, std::string config_path);
    Result<> open_keeper();
    Result<> open_notify_socket();
    void open_alerts();
    void open_checks();
    void record(Happening happening, log::Level level);
    void apply_rules(Unit& unit);
    Result<> adopt_or_start();
    void start_enabled();
    [[nodiscard]] bool is_wanted(const Unit& unit) const;
    void remember_stopped();
    void adopt(const SavedState& saved);
    void release_unclaimed(const SavedState& saved);
    void release_strangers();
    void leave_reload_mark();
    void feed_journal();
    void end_strays();
    void restore_history();
    void save_history();
    void save(const Happening& happening);
    void ended(pid_t pid, int status);
    void notified(pid_t sender, const Notification& notification, std::vector<Fd> descriptors);
    void look();
    void report_recovery(const Unit& unit);
    void rotate_logs();
    void report_health();
    void stop_what_may_stop();
    void recheck_waiting();
    [[nodiscard]] std::string claim_text(const std::string& name);
    [[nodiscard]] Fd claim(const std::string& name);

    Daemon& daemon_;
    const SupervisorConfig& config_;
    std::string config_path_;
    Graph graph_;
    History history_;
    std::string notify_path_;
    Cgroups cgroups_;
    double started_;
    bool is_stopping_ = false;
    bool is_recheck_posted_ = false;
    Fd history_file_;  // for a next core; grows by a line each event
    std::size_t appended_ = 0;
    std::unique_ptr<EventStore> events_;
    std::string health_;  // as last reported
    std::set<std::string> left_stopped_;  // services with enabled = laststate
    std::set<std::string> unrotated_;  // log files that could not be, said once
    std::unique_ptr<KeeperLink> keeper_;
    std::unique_ptr<NotifySocket> notify_socket_;
    std::unique_ptr<Errands> errands_;
    std::unique_ptr<ProbeLink> probes_;
    std::list<Unit> units_;
    std::unique_ptr<Verbs> verbs_;
    std::unique_ptr<Alerts> alerts_;
    std::unique_ptr<Checks> checks_;
    std::unique_ptr<JournalFeed> journal_;
    std::map<const Unit*, ServiceRules> rules_;  // of the units that have any
    Watch tick_;
    Watch on_look_;
};

}  // namespace hive
