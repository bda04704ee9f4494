// daemons/ban/jail_file.cc - a section of jail.conf and the filter it names become a definition.
#include "daemons/ban/jail_file.h"

#include <algorithm>
#include <array>

#include "daemons/ban/filter_file.h"
#include "daemons/ban/jail_action.h"
#include "daemons/ban/jail_values.h"
#include "lib/number.h"

namespace hive {
namespace {

constexpr std::string_view agent_version = "1.0.2";  // of fail2ban, for %(fail2ban_version)s
constexpr int most_retries = 100'000;

/// The options a jail has for itself; those of its filter may be among them.
constexpr std::array<std::string_view, 28> jail_options {"enabled", "backend", "maxretry",
    "maxmatches", "findtime", "bantime", "bantime.increment", "bantime.factor", "bantime.formula",
    "bantime.multipliers", "bantime.maxtime", "bantime.rndtime", "bantime.overalljails",
    "ignorecommand", "ignoreself", "ignoreip", "ignorecache", "filter", "logtimezone",
    "logencoding", "logpath", "action", "usedns", "prefregex", "ignoreregex", "failregex",
    "maxlines", "datepattern"};

Result<int> parse_count(const std::string& text)
{
    const auto value = number_within<int>(text, 1, most_retries);
    if (!value)
        return fail("'{}' is no number from 1 to {}", text, most_retries);
    return *value;
}

/// Reads one section.
class JailReader {
public:
    JailReader(FilterIni& ini, const std::string& name, const std::string& directory,
        const FileSource& source)
        : ini_ {ini}, name_ {name}, directory_ {directory}, source_ {source}
    {
    }

    [[nodiscard]] Result<bool> is_enabled() const
    {
        return parse_switch(TRY(ini_.value(name_, "enabled")).value_or(""));
    }

    /// The error names the place.
    Result<JailDefinition> run()
    {
        JailDefinition jail {.name = name_, .where = ini_.where(name_)};
        jail.backend = TRY(ini_.value(name_, "backend")).value_or("auto");
        jail.filter = TRY(ini_.value(name_, "filter")).value_or("");
        const auto filter = TRY(placed("filter", read_filter(jail)));
        TRY(read_options());
        TRY(placed("filter", take_rules(filter, jail)));
        TRY(take_logs(jail));
        TRY(take_counts(jail));
        TRY(take_growth(jail));
        TRY(take_ignored(jail));
        jail.actions = TRY(placed("action", parse_actions(text("action"))));
        return jail;
    }

private:
    /// Says where in which file an error lies.
    template <class T>
    [[nodiscard]] Result<T> placed(std::string_view option, Result<T> result) const
    {
        if (result)
            return result;
        const auto* value = ini_.find(name_, option);
        const auto where = value == nullptr ? ini_.where(name_) : value->where;
        return std::unexpected {
            std::move(result).error().within(fmt::format("{}: [{}] {}", where, name_, option))};
    }
    [[nodiscard]] std::string text(std::string_view option) const
    {
        const auto found = options_.find(option);
        return found == options_.end() ? std::string {} : found->second;
    }

    /// Makes the filter's options known to the section, as %(known/option)s.
    Result<FilterFile> read_filter(const JailDefinition& jail)
    {
        if (jail.filter.empty())
            return fail("the jail names no filter");
        call_ = TRY(parse_filter_call(jail.filter));
        auto filter = TRY(FilterFile::read(directory_ + "/filter.d/" + call_.name, source_));
        if (!call_.options.contains("logtype") && !filter.defines("logtype"))
            call_.options["logtype"] = jail.reads_journal() ? "journal" : "file";
        const OptionValues own {{"backend", jail.backend}, {"filter", jail.filter}};
        for (const auto& [name, value] :
            TRY(filter.options(call_.options, own, FilterFile::Extent::everything)))
            if (!name.starts_with("known/"))
                ini_.set(name_, "known/" + name, value);
        return filter;
    }
    Result<> read_options()
    {
        const auto take = [&](std::string_view option) -> Result<> {
            if (auto value = TRY(ini_.value(name_, option)))
                options_.emplace(option, *std::move(value));
            return {};
        };
        for (const auto option : jail_options)
            TRY(take(option));
        return take("journalmatch");
    }
    Result<> take_rules(const FilterFile& filter, JailDefinition& jail)
    {
        auto combined = TRY(filter.options(call_.options, options_, FilterFile::Extent::rules));
        for (const std::string_view option : {"usedns", "prefregex", "ignoreregex", "failregex",
                 "maxlines", "datepattern", "journalmatch"})
            if (const auto own = options_.find(option); own != options_.end())
                combined.insert_or_assign(std::string {option}, own->second);
        jail.rules = TRY(rules_of(combined));
        if (jail.rules.fail.empty())
            return fail("'{}' has no failregex", jail.filter);
        jail.rules.time_zone = text("logtimezone");
        if (const auto encoding = text("logencoding"); !encoding.empty())
            jail.rules.encoding = encoding;
        return {};
    }
    Result<> take_logs(JailDefinition& jail)
    {
        for (const auto& line : value_lines(text("logpath"))) {
            const auto blank = line.find_last_of(' ');
            const auto path = blank == std::string::npos ? line : line.substr(0, blank);
            jail.logs.push_back(path);
            if (blank != std::string::npos && line.substr(blank + 1) == "tail")
                jail.logs_from_end.push_back(path);
        }
        if (jail.logs.empty() && !jail.reads_journal())
            return placed<void>("logpath", fail("the jail names no log"));
        return {};
    }
    Result<> take_span(std::string_view option, std::chrono::seconds& span) const
    {
        if (const auto value = text(option); !value.empty())
            span = TRY(placed(option, parse_span(value)));
        return {};
    }
    Result<> take_counts(JailDefinition& jail)
    {
        if (const auto value = text("maxretry"); !value.empty())
            jail.max_retry = TRY(placed("maxretry", parse_count(value)));
        jail.max_matches = jail.max_retry;
        if (const auto value = text("maxmatches"); !value.empty())
            jail.max_matches = TRY(placed("maxmatches", parse_count(value)));
        TRY(take_span("findtime", jail.find_time));
        if (jail.find_time <= std::chrono::seconds {0})
            return placed<void>("findtime", fail("'{}' is no time to look back", text("findtime")));
        return take_span("bantime", jail.ban_time);
    }
    Result<> take_growth(JailDefinition& jail)
    {
        auto& growth = jail.growth;
        growth.is_on = parse_switch(text("bantime.increment"));
        growth.counts_all_jails = parse_switch(text("bantime.overalljails"));
        growth.formula = TRY(placed("bantime.formula", parse_formula(text("bantime.formula"))));
        if (const auto value = text("bantime.factor"); !value.empty())
            growth.factor = TRY(placed("bantime.factor", parse_factor(value)));
        for (const auto& word : split_words(text("bantime.multipliers")))
            growth.multipliers.push_back(TRY(placed("bantime.multipliers", parse_factor(word))));
        TRY(take_span("bantime.maxtime", growth.longest));
        return take_span("bantime.rndtime", growth.random);
    }
    Result<> take_ignored(JailDefinition& jail)
    {
        jail.ignore = split_words(text("ignoreip"));
        if (const auto value = text("ignoreself"); !value.empty())
            jail.ignores_self = parse_switch(value);
        auto& command = jail.ignore_command;
        command.command = text("ignorecommand");
        if (text("ignorecache").empty())
            return {};
        auto cache
            = TRY(placed("ignorecache", parse_filter_call("cache[" + text("ignorecache") + "]")));
        command.cache_key = cache.options["key"];
        if (const auto count = cache.options["max-count"]; !count.empty())
            command.cache_size
                = static_cast<std::size_t>(TRY(placed("ignorecache", parse_count(count))));
        if (const auto time = cache.options["max-time"]; !time.empty())
            command.cache_time = TRY(placed("ignorecache", parse_span(time)));
        return {};
    }

    FilterIni& ini_;
    const std::string& name_;
    const std::string& directory_;
    const FileSource& source_;
    FilterCall call_;
    OptionValues options_;
};

}  // namespace

Result<JailFile> read_jails(
    const std::string& directory, const FileSource& source, JailChoice choice)
{
    auto ini = TRY(read_config(directory + "/jail", source));
    ini.set("DEFAULT", "fail2ban_version", std::string {agent_version});
    ini.set("DEFAULT", "fail2ban_confpath", directory);
    JailFile file;
    for (const auto& name : std::vector<std::string> {ini.sections()}) {
        JailReader reader {ini, name, directory, source};
        const auto enabled = reader.is_enabled();
        if (enabled && !*enabled && choice == JailChoice::enabled)
            continue;
        auto jail
            = enabled ? reader.run() : Result<JailDefinition> {std::unexpected {enabled.error()}};
        if (jail)
            file.jails.push_back(*std::move(jail));
        else
            file.mistakes.push_back(jail.error().message());
    }
    return file;
}

Result<JailFile> read_jails(const std::string& directory)
{
    return read_jails(directory, disk_source(), JailChoice::enabled);
}

}  // namespace hive
