// supervisor/portal/portal.h - hive-portal: wires sign-in, the core's picture, history and routes.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lib/daemon.h"
#include "lib/http_server.h"
#include "supervisor/portal/assets.h"
#include "supervisor/portal/config.h"
#include "supervisor/portal/core_link.h"
#include "supervisor/portal/history.h"
#include "supervisor/portal/live.h"
#include "supervisor/portal/routes.h"
#include "supervisor/portal/sign_in.h"

namespace hive {

class Portal : public Service {
public:
    static Result<std::unique_ptr<Service>> create(Daemon& daemon, const PortalConfig& config);

private:
    Portal(Daemon& daemon, Assets assets);
    Result<> start(const PortalConfig& config);
    Result<> listen(const PortalConfig& config);

    void take_step(const CoreView::Step& step);
    /// What the core does not tell by itself.
    void ask_checks();
    void note_checks();
    void ask_alerts();
    /// Asks the core what was before us, so that ribbons begin before our own start.
    void seed_history();
    void sample();
    void report();

    [[nodiscard]] PageSource source() const;
    [[nodiscard]] std::vector<LivePart> parts(const std::string& service) const;
    [[nodiscard]] Live::Now now() const;

    Daemon& daemon_;
    Assets assets_;
    History history_;
    std::int64_t newest_event_ = 0;
    std::string reported_;
    std::unique_ptr<SignIn> sign_in_;
    std::unique_ptr<CoreLink> core_;
    std::unique_ptr<ControlQuestions> ban_;
    std::unique_ptr<Live> live_;
    std::unique_ptr<Routes> routes_;
    std::unique_ptr<HttpServer> server_;  // after all it answers from
    Watch sample_;
};

}  // namespace hive
