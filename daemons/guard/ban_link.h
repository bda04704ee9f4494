// daemons/guard/ban_link.h - decisions on their way to hive-ban.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "daemons/guard/verdict.h"
#include "lib/control.h"
#include "lib/event_loop.h"
#include "lib/json.h"
#include "lib/result.h"

namespace hive {

/// Sends `decide` and `undo` to hive-ban's control socket, one after the other. While hive-ban is
/// away they wait, at most max_waiting and max_wait; then they are given up.
class BanLink {
public:
    static constexpr std::size_t max_waiting = 1000;
    static constexpr std::chrono::seconds max_wait {600};
    using Clock = std::chrono::steady_clock;

    struct Answer {
        enum class What { banned, refused, lost } what;
        std::string why;
    };
    /// What hive-ban was asked.
    struct Question {
        std::int64_t decision;
        Address client;
        std::chrono::seconds ban_time;
    };
    using Answered = std::function<void(const Question& question, const Answer& answer)>;

    /// Why a client is on the safe list by now, though it was not when the decision was made.
    using Spared = std::function<std::optional<std::string>(const Address& client)>;

    static Result<std::unique_ptr<BanLink>> create(
        EventLoop& loop, const std::string& socket_path, Answered answered, Spared spared);
    BanLink(const BanLink&) = delete;
    BanLink& operator=(const BanLink&) = delete;
    ~BanLink() = default;

    /// @param number of the decision, not 0; for the answer
    void decide(std::int64_t number, const Decision& decision);
    void undo(const std::string& address);
    /// Gives up what waits for too long.
    void expire(Clock::time_point now);

    [[nodiscard]] bool is_connected() const { return link_->is_connected(); }
    [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

private:
    struct Message {
        Question question;  // of decision 0: an undo
        std::string verb;
        Json arguments;
        Clock::time_point since;
    };
    BanLink(Answered answered, Spared spared)
        : answered_ {std::move(answered)}, spared_ {std::move(spared)}
    {
    }
    void add(Message message);
    void send_next();
    void take(const Json& line);
    void finish(const Answer& answer);

    Answered answered_;
    Spared spared_;
    std::deque<Message> waiting_;  // the first may be under way
    bool is_under_way_ = false;
    std::unique_ptr<ControlLink> link_;
};

}  // namespace hive
