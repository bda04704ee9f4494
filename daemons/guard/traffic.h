// daemons/guard/traffic.h - counts traffic by second, server and class, until it is stored. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "daemons/guard/verdict.h"

namespace hive {

/// Numbers names, at most `room` of them; the rest shares the number 0.
class NameList {
public:
    /// @param first what number 0 is called
    NameList(std::size_t room, std::string_view first);
    [[nodiscard]] std::uint16_t number(std::string_view name);
    [[nodiscard]] const std::string& name(std::uint16_t number) const { return names_[number]; }
    [[nodiscard]] std::size_t size() const { return names_.size(); }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view> {}(text);
        }
    };
    std::size_t room_;
    std::vector<std::string> names_;
    std::unordered_map<std::string, std::uint16_t, Hash, std::equal_to<>> numbers_;
};

class Traffic {
public:
    static constexpr std::uint16_t other_server = 0;
    static constexpr std::uint16_t benign = 0;
    static constexpr std::size_t max_classes = 255;

    Traffic();

    /// @param host as a client names it: cut at its port, in small letters
    [[nodiscard]] std::uint16_t server(std::string_view host);
    [[nodiscard]] std::uint16_t class_number(std::string_view name)
    {
        return classes_.number(name);
    }
    [[nodiscard]] const NameList& servers() const { return servers_; }
    [[nodiscard]] const NameList& classes() const { return classes_; }

    /// A request or flow of one second, as judged when it came.
    void count_second(EventTime time, std::uint16_t server, std::uint16_t class_number);
    /// What five seconds came to. @param start divisible by 5
    void count_five(std::chrono::sys_seconds start, std::uint16_t server,
        std::uint16_t class_number, std::uint32_t count);
    /// A labelled flow by what it was and what it was taken for.
    void count_outcome(EventTime time, std::uint16_t label, std::uint16_t predicted);

    struct Key {
        std::int64_t ts;
        std::uint16_t first;  // server, label
        std::uint16_t second;  // class, predicted
        auto operator<=>(const Key&) const = default;
    };
    using Counts = std::map<Key, std::uint64_t>;
    struct Pending {
        Counts seconds;
        Counts fives;
        Counts outcomes;
    };
    /// What was counted since the last call; the counts are to be added to what is stored.
    [[nodiscard]] Pending take();

    /// All that was counted, by class.
    [[nodiscard]] const std::vector<std::uint64_t>& totals() const { return totals_; }

private:
    static void add(Counts& counts, const Key& key, std::uint64_t count);

    NameList servers_;
    NameList classes_;
    Pending pending_;
    std::vector<std::uint64_t> totals_;
};

}  // namespace hive
