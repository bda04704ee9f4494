// tools/hive-sample/flow_sink.h - where flows go: a file, the standard output, a Unix socket.
#pragma once

#include <string>

#include "lib/fd.h"
#include "lib/flow.h"
#include "lib/result.h"
#include "tools/hive-sample/flow_arguments.h"

namespace hive {

/// The header line of CSV, with its line break. Pure.
[[nodiscard]] std::string flow_csv_header();
/// One line of CSV, with its line break. Pure.
[[nodiscard]] std::string format_flow_csv(const Flow& flow);

class FlowSink {
public:
    /// Opens the file; the socket is connected by connect().
    static Result<FlowSink> open(const FlowArguments& arguments);

    void add(const Flow& flow);
    /// Writes what was added, if it is much or `everything`. Where flows are played, what a slow
    /// reader does not take now stays for the next time.
    enum class Amount { much, everything };
    Result<> flush(Amount amount);
    /// Whether so much waits that no more should be added.
    [[nodiscard]] bool is_full() const;

    [[nodiscard]] bool is_connected() const { return static_cast<bool>(to_); }
    /// Connects the socket anew; what was added and not written is lost.
    Result<> connect();

private:
    explicit FlowSink(const FlowArguments& arguments) : arguments_ {&arguments} { }
    [[nodiscard]] const std::string& place() const;
    [[nodiscard]] Result<bool> can_write() const;
    Result<> write();

    const FlowArguments* arguments_;
    Fd to_;
    std::string text_;
};

}  // namespace hive
