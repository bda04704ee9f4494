#include "lib/config.h"

#include <algorithm>
#include <limits>
#include <map>

#include <unistd.h>

#include <ini.h>

#include "lib/config_environment.h"
#include "lib/file.h"
#include "lib/trim.h"

namespace hive {
namespace {

constexpr int beyond_the_file = std::numeric_limits<int>::max();  // "line" of the environment

/// A mistake with its line, so that all can be put in file order at the end.
struct Placed {
    int line;
    Error error;
};

/// An option as the file gave it. A list may grow over several lines, so it is set when the
/// next name begins.
struct Pending {
    const Option* option = nullptr;
    std::string value;
    int line = 0;
};

/// State of one pass over a file's text; inih calls back into it.
class Reader {
public:
    Reader(std::string_view text, const Schema& schema, Overrides overrides)
        : rest_ {text}, schema_ {schema}, program_ {schema.sections.front().kind},
          overrides_ {std::move(overrides)}
    {
    }

    std::vector<Placed> run()
    {
        const int bad_line = ini_parse_stream(&next_line, this, &on_pair, this);
        finish_section();
        finish_missing_sections();
        note_strange_overrides();
        if (bad_line > 0 && !is_noted(bad_line))
            note(bad_line, Error {"not a 'name = value' line"});
        if (schema_.check)
            for (auto& mistake : schema_.check())
                note(line_of(mistake), Error {place(mistake)});
        std::ranges::stable_sort(mistakes_, {}, &Placed::line);
        return std::move(mistakes_);
    }

private:
    /// Hands inih one line at a time and counts them, so a mistake can name its line. What inih
    /// would accept quietly and wrongly is blanked here and noted.
    static char* next_line(char* buffer, int size, void* self)
    {
        auto& reader = *static_cast<Reader*>(self);
        if (reader.rest_.empty())
            return nullptr;
        ++reader.line_;
        auto line = reader.rest_.substr(0, reader.rest_.find('\n'));
        reader.rest_.remove_prefix(std::min(line.size() + 1, reader.rest_.size()));
        line = reader.refused(line, static_cast<std::size_t>(size) - 2) ? "" : line;
        buffer[line.copy(buffer, line.size())] = '\n';
        buffer[line.size() + 1] = '\0';
        return buffer;
    }

    bool refused(std::string_view line, std::size_t room)
    {
        if (line.size() > room) {
            note(line_,
                Error {
                    fmt::format("longer than {} bytes; a list may go on in indented lines", room)});
            return true;
        }
        if (line.contains('\0')) {
            note(line_, Error {"a NUL byte"});
            return true;
        }
        const auto text = trimmed(line);
        if (text.empty() || text.front() == ';' || text.front() == '#')
            return false;
        is_continued_ = line.front() == ' ' || line.front() == '\t';
        return is_continued_ ? refused_continuation() : refused_start(text);
    }

    bool refused_continuation()
    {
        if (pending_.option != nullptr && pending_.option->is_list)
            return false;
        note(line_, Error {"an indented line, but only a list may go on in one"});
        return true;
    }

    bool refused_start(std::string_view text)
    {
        if (text.front() == '[') {
            open_section(text);
            return false;
        }
        if (text.find(':') >= text.find('='))
            return false;
        note(line_, Error {"not a 'name = value' line"});
        return true;
    }

    static int on_pair(void* self, const char* /*section*/, const char* name, const char* value)
    {
        static_cast<Reader*>(self)->take(name, value);
        return 1;
    }

    void take(std::string_view name, std::string_view value)
    {
        // inih repeats the name for an indented line; refused() let only lists through.
        if (pending_.option != nullptr && pending_.option->name == name && is_continued_) {
            (pending_.value += ' ') += value;
            return;
        }
        finish_option();
        begin_option(name, value);
    }

    void begin_option(std::string_view name, std::string_view value)
    {
        if (options_ == nullptr) {
            if (!in_unknown_section_)
                note(line_, Error {fmt::format("'{}' stands before the first [section]", name)});
            return;
        }
        const auto option = std::ranges::find(*options_, name, &Option::name);
        if (option == options_->end()) {
            note(line_, Error {fmt::format("unknown option '{}'", name)});
            return;
        }
        const auto [first, is_new] = lines_.emplace(std::pair {section_, option->name}, line_);
        if (!is_new) {
            note(line_,
                Error {fmt::format("'{}' was already given in line {}", name, first->second)});
            return;
        }
        pending_ = {.option = &*option, .value = std::string {value}, .line = line_};
    }

    void finish_option()
    {
        if (pending_.option == nullptr)
            return;
        if (auto applied = pending_.option->set(pending_.value); !applied)
            note(pending_.line, std::move(applied).error().within(pending_.option->name));
        pending_ = {};
    }

    void open_section(std::string_view header)
    {
        finish_section();
        in_unknown_section_ = true;
        if (!header.ends_with(']')) {
            note(line_, Error {"a section header ends with ']'"});
            return;
        }
        section_ = trimmed(header.substr(1, header.size() - 2));
        const auto blank = std::min(section_.find(' '), section_.size());
        const auto name = std::string {trimmed(std::string_view {section_}.substr(blank))};
        const auto section
            = std::ranges::find(schema_.sections, section_.substr(0, blank), &Section::kind);
        if (section == schema_.sections.end())
            return note(line_, Error {fmt::format("unknown section [{}]", section_)});
        if ((section->open == nullptr) != name.empty())
            return note(line_,
                Error {name.empty() ? fmt::format("[{}] needs a name: [{} {}]", section->kind,
                                          section->kind, section->placeholder)
                                    : fmt::format("[{}] takes no name", section->kind)});
        const auto [first, is_new] = lines_.emplace(std::pair {section_, ""}, line_);
        if (!is_new)
            return note(line_,
                Error {fmt::format("[{}] was already given in line {}", section_, first->second)});
        enter(*section, name);
    }

    void enter(const Section& section, const std::string& name)
    {
        if (!section.open) {
            options_ = &section.options;
        } else if (auto opened = section.open(name)) {
            opened_ = std::move(*opened);
            options_ = &opened_;
        } else {
            return note(line_, std::move(opened).error());
        }
        in_unknown_section_ = false;
        section_line_ = line_;
    }

    void finish_section()
    {
        finish_option();
        if (options_ != nullptr)
            for (const auto& option : *options_)
                if (!override(section_, option) && is_missing(section_, option))
                    note(section_line_,
                        Error {fmt::format("[{}] needs '{}'", section_, option.name)});
        options_ = nullptr;
    }

    /// A plain section that was left out altogether may have had to be there.
    void finish_missing_sections()
    {
        for (const auto& section : schema_.sections) {
            if (section.open || lines_.contains({section.kind, ""}))
                continue;
            bool is_incomplete = false;
            for (const auto& option : section.options)
                is_incomplete |= !override(section.kind, option) && option.is_required;
            if (is_incomplete)
                note(0, Error {fmt::format("section [{}] is missing", section.kind)});
        }
    }

    [[nodiscard]] bool is_missing(const std::string& section, const Option& option) const
    {
        return option.is_required && !lines_.contains({section, option.name});
    }

    /// The environment's word on an option goes over the file's.
    /// @return whether it has one
    bool override(const std::string& section, const Option& option)
    {
        if (overrides_.empty())
            return false;
        auto applied = apply_override(section, option);
        const bool has_word = applied.value_or(true);
        if (!applied)
            note(beyond_the_file,
                std::move(applied).error().within(
                    fmt::format("environment: {} of [{}]", option.name, section)));
        return has_word;
    }

    /// @return false when the environment has no word on the option
    Result<bool> apply_override(const std::string& section, const Option& option)
    {
        const auto value = TRY(take_override(overrides_, program_, section, option.name));
        if (!value)
            return false;
        TRY(option.set(*value));
        return true;
    }

    void note_strange_overrides()
    {
        for (const auto& [name, value] : overrides_)
            note(beyond_the_file,
                Error {fmt::format(
                    "environment: {} stands for no option", variable_name(program_, name))});
    }

    [[nodiscard]] bool is_noted(int line) const
    {
        return std::ranges::find(mistakes_, line, &Placed::line) != mistakes_.end();
    }

    [[nodiscard]] int line_of(const Mistake& mistake) const
    {
        const auto exact = lines_.find({mistake.section, mistake.option});
        const auto section = lines_.find({mistake.section, ""});
        if (exact != lines_.end())
            return exact->second;
        return section != lines_.end() ? section->second : 0;
    }

    static std::string place(const Mistake& mistake)
    {
        if (mistake.option.empty())
            return mistake.message;
        return fmt::format("{}: {}", mistake.option, mistake.message);
    }

    void note(int line, Error mistake) { mistakes_.push_back({line, std::move(mistake)}); }

    std::string_view rest_;
    const Schema& schema_;
    std::string_view program_;
    Overrides overrides_;  // those not used yet
    int line_ = 0;
    bool is_continued_ = false;  // the current line is indented and goes on a list
    std::string section_;  // between the brackets
    int section_line_ = 0;
    bool in_unknown_section_ = false;
    const std::vector<Option>* options_ = nullptr;  // of the current section
    std::vector<Option> opened_;  // those of the current named section
    Pending pending_;
    std::map<std::pair<std::string, std::string>, int> lines_;  // where each option was given
    std::vector<Placed> mistakes_;
};

}  // namespace

std::vector<Error> parse_config(
    std::string_view text, const std::string& path, const Schema& schema)
{
    return parse_config(text, path, schema, {});
}

std::vector<Error> parse_config(std::string_view text, const std::string& path,
    const Schema& schema, const Overrides& overrides)
{
    std::vector<Error> mistakes;
    for (auto& [line, error] : Reader {text, schema, overrides}.run()) {
        if (line != beyond_the_file)
            error = std::move(error).within(line == 0 ? path : fmt::format("{}:{}", path, line));
        mistakes.push_back(std::move(error));
    }
    return mistakes;
}

std::vector<Error> load_config(const std::string& path, const Schema& schema)
{
    auto text = read_file(path);
    if (!text)
        return {std::move(text).error()};
    return parse_config(
        *text, path, schema, environment_overrides(schema.sections.front().kind, ::environ));
}

}  // namespace hive
