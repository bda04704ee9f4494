#include <algorithm>
#include <cerrno>

#include <poll.h>
#include <sys/socket.h>

#include "lib/address.h"
#include "lib/control.h"
#include "lib/json.h"
#include "lib/listener.h"

namespace hive {

Result<ControlRequest> parse_control_request(std::string_view line)
{
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    const auto blank = std::min(line.find(' '), line.size());
    const auto verb = line.substr(0, blank);
    const auto is_verb_letter
        = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    if (verb.empty() || !std::ranges::all_of(verb, is_verb_letter))
        return fail("a request is a verb and a JSON object");
    const auto arguments = blank == line.size() ? "{}" : line.substr(blank + 1);
    if (!arguments.starts_with('{') || !arguments.ends_with('}'))
        return fail("what follows the verb must be a JSON object");
    return ControlRequest {.verb = std::string {verb}, .arguments = std::string {arguments}};
}

namespace {

/// Waits until the descriptor can be read or written, for as long as it takes.
Result<> wait_for(int fd, short what)
{
    pollfd waiting {.fd = fd, .events = what, .revents = 0};
    while (::poll(&waiting, 1, -1) < 0)
        if (errno != EINTR)
            return std::unexpected {Error::from_errno(errno, "poll")};
    return {};
}

Result<> send_all(int fd, std::string_view text)
{
    while (!text.empty()) {
        TRY(wait_for(fd, POLLOUT));
        const auto sent = ::send(fd, text.data(), text.size(), MSG_NOSIGNAL);
        // A peer that hung up may have said why before: its words are still to be read.
        if (sent < 0 && errno == EPIPE)
            return {};
        if (sent < 0 && errno != EAGAIN && errno != EINTR)
            return std::unexpected {Error::from_errno(errno, "send")};
        text.remove_prefix(sent > 0 ? static_cast<std::size_t>(sent) : 0);
    }
    return {};
}

/// Lines of an answer, one after the other.
class AnswerReader {
public:
    explicit AnswerReader(int fd) : fd_ {fd} { }

    Result<std::string> next_line()
    {
        for (;;) {
            if (const auto end = received_.find('\n'); end != std::string::npos) {
                auto line = received_.substr(0, end);
                received_.erase(0, end + 1);
                return line;
            }
            TRY(wait_for(fd_, POLLIN));
            std::array<char, 16384> buffer {};
            const auto got = ::recv(fd_, buffer.data(), buffer.size(), 0);
            if (got == 0)
                return fail("the program closed the connection before its answer was complete");
            if (got < 0 && errno != EAGAIN && errno != EINTR)
                return std::unexpected {Error::from_errno(errno, "receive")};
            received_.append(buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
        }
    }

private:
    int fd_;
    std::string received_;
};

Result<Json> last_object(AnswerReader answer, const std::function<void(const Json&)>& line)
{
    for (;;) {
        auto object = TRY(parse_json(TRY(answer.next_line())));
        if (flag_at(object, "done"))
            return object;
        if (line)
            line(object);
    }
}

}  // namespace

Result<Json> control_request(const std::string& socket_path, std::string_view verb,
    const Json& arguments, const std::function<void(const Json&)>& line)
{
    const auto fd = TRY(connect_to(TRY(parse_endpoint("unix:" + socket_path))));
    TRY(send_all(fd.get(), fmt::format("{} {}\n", verb, to_text(arguments))));
    auto object = TRY(last_object(AnswerReader {fd.get()}, line));
    if (const auto error = text_at(object, "error"); !error.empty())
        return fail("{}", error);
    return object;
}

}  // namespace hive
