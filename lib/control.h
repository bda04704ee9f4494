// lib/control.h - the control socket of a program, both ends.
//
// A Unix stream socket, RUNTIME/NAME.sock. A request is one line: a verb, and if it
// has arguments a blank and a JSON object:
//     ban {"address": "192.0.2.7", "jail": "manual"}
// The answer is JSON objects, one a line. The last has "done": true; if the request
// failed it also has "error": "why". More requests may follow on one connection, one
// at a time; a request line is at most 64 kB, and at most 32 peers are connected.
#pragma once

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "lib/event_loop.h"
#include "lib/fd.h"
#include "lib/json_fwd.h"
#include "lib/result.h"

namespace hive {

/// One request line taken apart. Pure; fuzzed.
struct ControlRequest {
    std::string verb;  // [a-z0-9-]+
    std::string arguments;  // a JSON object, "{}" when there are none
};
[[nodiscard]] Result<ControlRequest> parse_control_request(std::string_view line);

/// The way back to the peer of one request. May be kept and answered later; when the
/// peer has gone, or the server, it swallows what is sent. Loop thread only.
class ControlReply {
public:
    /// Sends one line that is not the last. A peer that does not read is cut off when
    /// 1 MB waits for it.
    void line(const Json& object) const;
    /// Sends the last line: `object` with "done": true.
    void done(const Json& object) const;
    void done() const;
    void fail(std::string_view why) const;
    [[nodiscard]] bool is_open() const;
    /// Calls back when the peer hangs up before done().
    void on_close(std::move_only_function<void()> callback) const;

private:
    friend class ControlServer;
    struct Peer;
    std::weak_ptr<Peer> peer_;
};

/// Serves verbs on a control socket.
class ControlServer {
public:
    using Handler = std::function<void(const Json& arguments, ControlReply reply)>;

    /// @param listeners usually one, from Inherited or open_listeners()
    static Result<std::unique_ptr<ControlServer>> create(
        EventLoop& loop, std::vector<Fd> listeners);
    ControlServer(const ControlServer&) = delete;
    ControlServer& operator=(const ControlServer&) = delete;
    ~ControlServer();

    /// @param help one sentence, shown by the built-in verb `help`
    /// @param users who may use it besides root, the program's own user and members of
    ///              group hive-admin: names; "*" for everyone who can connect
    void verb(std::string name, std::string help, std::vector<std::string> users, Handler handler);

    /// The listening sockets, for a program that hands them on. They stay the server's.
    [[nodiscard]] std::vector<int> listeners() const;

    /// At most this many peers are connected; a further one is told "busy".
    static constexpr std::size_t max_peers = 32;

private:
    struct Impl;
    explicit ControlServer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// Asks one request and waits for the whole answer, for command-line tools.
/// @param line called for each line but the last
/// @return the last line; a refused request is an Error with the program's words
[[nodiscard]] Result<Json> control_request(const std::string& socket_path, std::string_view verb,
    const Json& arguments, const std::function<void(const Json&)>& line = {});

/// A connection from one daemon to another's control socket that comes back by itself
/// (after 50 ms, doubling to 5 s) when the other restarts. Never blocks.
class ControlLink {
public:
    struct Callbacks {
        /// Connected, or connected again: send what must be sent first (e.g. `follow`).
        std::function<void()> connected;
        /// One answer line, the last ones included.
        std::function<void(const Json&)> line;
        /// The other has hung up; may be left out.
        std::function<void()> lost {};
    };
    static Result<std::unique_ptr<ControlLink>> create(
        EventLoop& loop, const std::string& socket_path, Callbacks callbacks);
    ControlLink(const ControlLink&) = delete;
    ControlLink& operator=(const ControlLink&) = delete;
    ~ControlLink();

    /// @return false when not connected, or 256 kB wait to be written: the request was dropped
    bool send(std::string_view verb, const Json& arguments);
    [[nodiscard]] bool is_connected() const;

private:
    struct Impl;
    explicit ControlLink(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace hive
