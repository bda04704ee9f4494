// lib/config.h - an ini file whose options are declared once.
//
// A program lists its sections and options in one schema() function. That list
// parses the file, drives `-t`, and prints the OPTIONS part of the manual page.
//
//   [proxy]                  a plain section: at most once
//   port = 80                an option; unknown and repeated names are mistakes
//   [location /app/]         a named section: any number, each name once
//   allow = 10.0.0.0/8,      a list goes on in indented lines
//       192.0.2.0/24
//   ; comment                also '# comment'; ' ;' starts a comment after a value
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/result.h"

namespace hive {

/// Inclusive bounds of a numeric option, in the option's own unit.
struct Range {
    std::int64_t low;
    std::int64_t high;
};

/// One line of an ini file: where its value goes and what it may be.
struct Option {
    std::string name;
    std::string help;  // one or more sentences for the manual page
    std::string type;  // "1-65535", "text", "1s-1h"
    std::string initial;  // default as it would be written in the file
    std::function<Result<>(std::string_view)> set;
    bool is_list = false;  // may go on in indented lines
    bool is_required = false;

    static Option text(std::string name, std::string& target, std::string help);
    static Option number(std::string name, int& target, Range range, std::string help);
    static Option number(std::string name, std::int64_t& target, Range range, std::string help);
    static Option real(std::string name, double& target, double low, double high, std::string help);
    /// yes or no.
    static Option flag(std::string name, bool& target, std::string help);
    /// A time span: 90, 90s, 10m, 12h, 7d. @param range in seconds
    static Option seconds(
        std::string name, std::chrono::seconds& target, Range range, std::string help);
    /// A time span: 250ms or any form of seconds. @param range in milliseconds
    static Option milliseconds(
        std::string name, std::chrono::milliseconds& target, Range range, std::string help);
    /// A size: 4096, 64k, 10M, 2G (powers of 1024). @param range in bytes
    static Option bytes(std::string name, std::int64_t& target, Range range, std::string help);
    /// Words separated by commas; surrounding blanks do not count, empty words are mistakes.
    static Option list(std::string name, std::vector<std::string>& target, std::string help);
    /// One of a few words.
    template <class Enum>
    static Option choice(std::string name, Enum& target,
        std::vector<std::pair<std::string, Enum>> words, std::string help)
    {
        Option option {.name = std::move(name), .help = std::move(help)};
        for (const auto& [word, value] : words) {
            option.type += (option.type.empty() ? "" : "|") + word;
            if (value == target)
                option.initial = word;
        }
        option.set = [&target, type = option.type, words = std::move(words)](
                         std::string_view text) -> Result<> {
            for (const auto& [word, value] : words)
                if (word == text) {
                    target = value;
                    return {};
                }
            return fail("'{}' is none of {}", text, type);
        };
        return option;
    }
    /// Any type with a parser: Option::parsed("listen", config.listen, &parse_endpoint, ...).
    template <class T>
    static Option parsed(std::string name, T& target, Result<T> (*parse)(std::string_view),
        std::string type, std::string initial, std::string help)
    {
        Option option {.name = std::move(name),
            .help = std::move(help),
            .type = std::move(type),
            .initial = std::move(initial)};
        option.set = [&target, parse](std::string_view value) -> Result<> {
            target = TRY(parse(value));
            return {};
        };
        return option;
    }
    /// Words separated by commas, each through a parser.
    template <class T>
    static Option list_of(std::string name, std::vector<T>& target,
        Result<T> (*parse)(std::string_view), std::string type, std::string help)
    {
        Option option {.name = std::move(name), .help = std::move(help), .type = std::move(type)};
        option.set = [&target, parse](std::string_view value) -> Result<> {
            std::vector<T> items;
            for (const auto& word : TRY(split_list(value)))
                items.push_back(TRY(parse(word)));
            target = std::move(items);
            return {};
        };
        option.is_list = true;
        return option;
    }
    /// Leaving the option out is a mistake: Option::text(...).required().
    [[nodiscard]] Option required() &&
    {
        is_required = true;
        return std::move(*this);
    }
    /// The words of a comma-separated value.
    static Result<std::vector<std::string>> split_list(std::string_view value);
};

/// A kind of section: [proxy], or with a name behind the kind: [location /app/].
struct Section {
    std::string kind;
    std::string placeholder;  // what the name stands for, "" for a plain section
    std::string help;  // a sentence for the manual page
    std::vector<Option> options;  // of the plain section; of a sample one when named
    /// Named only: makes the element and returns the options that fill it.
    std::function<Result<std::vector<Option>>(const std::string& name)> open;

    static Section plain(std::string kind, std::string help, std::vector<Option> options)
    {
        return {.kind = std::move(kind), .help = std::move(help), .options = std::move(options)};
    }
    /// Each section appends one T to `target` (a std::list: addresses stay).
    /// T has a member `std::string name`. @param options declares the options of one T
    template <class T>
    static Section named(std::string kind, std::string placeholder, std::string help,
        std::list<T>& target, std::function<std::vector<Option>(T&)> options)
    {
        T sample {};
        Section section {.kind = std::move(kind),
            .placeholder = std::move(placeholder),
            .help = std::move(help)};
        section.options = options(sample);  // read for the manual only, never set
        section.open = [&target, options = std::move(options)](
                           const std::string& name) -> Result<std::vector<Option>> {
            T& element = target.emplace_back();
            element.name = name;
            return options(element);
        };
        return section;
    }
};

/// A mistake that only shows when options are looked at together.
struct Mistake {
    std::string section;  // "proxy", "location /app/": as between the brackets
    std::string option;  // "" for the section as a whole
    std::string message;
};

struct Schema {
    std::vector<Section> sections;
    /// Runs after the last line, also when there were other mistakes.
    std::function<std::vector<Mistake>()> check;
};

/// Fills the schema's targets from the text of an ini file. Touches no file itself.
/// @param path only used to say where a mistake is
/// @return every mistake as "path:line: message", in file order; empty when the text is valid
[[nodiscard]] std::vector<Error> parse_config(
    std::string_view text, const std::string& path, const Schema& schema);

/// Reads the file and parses it; an unreadable file is one mistake.
[[nodiscard]] std::vector<Error> load_config(const std::string& path, const Schema& schema);

/// The options as mdoc(7) list items, for the manual page.
[[nodiscard]] std::string manual_options(const Schema& schema);

}  // namespace hive
