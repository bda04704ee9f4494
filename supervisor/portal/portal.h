// supervisor/portal/portal.h - hive-portal: wires sign-in, the core's picture, history and routes.
#pragma once

#include <memory>
#include <optional>
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
#include "supervisor/portal/tls_files.h"

namespace hive {

class Portal : public Service {
public:
    static Result<std::unique_ptr<Service>> create(Daemon& daemon, const PortalConfig& config);

private:
    Portal(Daemon& daemon, const PortalConfig& config, Assets assets);
    Result<> start(const PortalConfig& config);
    Result<> listen(const PortalConfig& config);
    Result<std::unique_ptr<HttpServer>> make_server(std::optional<HttpServer::Tls> tls = {});
    /// Serves browsers with the certificate as it is now; its predecessor's connections end.
    Result<> open_to_browsers();
    void renew_certificate();

    void take_step(const CoreView::Step& step);
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
    TlsFiles tls_files_;
    std::vector<Fd> browser_sockets_;  // with TLS, for the server of a next certificate
    std::unique_ptr<HttpServer> server_;  // after all it answers from
    std::unique_ptr<HttpServer> tls_server_;
    Watch sample_;
    Watch renewal_;
};

}  // namespace hive
