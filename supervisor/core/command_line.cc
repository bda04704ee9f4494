#include "supervisor/core/command_line.h"

#include <optional>

#include <sys/stat.h>
#include <unistd.h>

namespace hive {
namespace {

/// Takes a command apart, one character at a time.
struct Splitter {
    std::vector<std::string> words;
    std::optional<std::string> word;  // the one being read, perhaps still empty
    char quote = '\0';
    bool is_escaped = false;

    std::string& current()
    {
        if (!word)
            word.emplace();
        return *word;
    }

    void end_word()
    {
        if (word)
            words.push_back(*std::move(word));
        word.reset();
    }

    void read(char c)
    {
        if (is_escaped) {
            current() += c;
            is_escaped = false;
        } else if (c == '\\' && quote != '\'') {
            is_escaped = true;
        } else if (quote != '\0') {
            c == quote ? void(quote = '\0') : void(current() += c);
        } else if (c == '\'' || c == '"') {
            quote = c;
            current();
        } else if (c == ' ' || c == '\t') {
            end_word();
        } else {
            current() += c;
        }
    }
};

bool is_program(const std::string& path)
{
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode)
        && ::access(path.c_str(), X_OK) == 0;
}

}  // namespace

Result<std::vector<std::string>> split_command(std::string_view text)
{
    Splitter splitter;
    for (const char c : text)
        splitter.read(c);
    if (splitter.quote != '\0')
        return fail("a quote is not closed");
    if (splitter.is_escaped)
        return fail("ends in a backslash");
    splitter.end_word();
    if (splitter.words.empty() || splitter.words.front().empty())
        return fail("names no program");
    return std::move(splitter.words);
}

Result<Command> parse_command(std::string_view text)
{
    return Command {.text = std::string {text}, .words = TRY(split_command(text))};
}

std::string named_configuration(const std::vector<std::string>& words, std::string fallback)
{
    constexpr std::string_view long_option = "--config=";
    for (std::size_t i = 1; i < words.size(); ++i) {
        if ((words[i] == "-c" || words[i] == "--config") && i + 1 < words.size())
            return words[i + 1];
        if (words[i].starts_with("-c") && words[i].size() > 2)
            return words[i].substr(2);
        if (words[i].starts_with(long_option))
            return words[i].substr(long_option.size());
    }
    return fallback;
}

Result<std::string> find_program(
    const std::string& name, const std::string& own_directory, std::string_view search_path)
{
    if (name.contains('/')) {
        if (!is_program(name))
            return fail("no program {}", name);
        return name;
    }
    if (auto path = own_directory + '/' + name; is_program(path))
        return path;
    for (auto rest = search_path; !rest.empty();) {
        const auto end = std::min(rest.find(':'), rest.size());
        if (auto path = std::string {rest.substr(0, end)} + '/' + name; is_program(path))
            return path;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return fail("no program {} in {} or {}", name, own_directory, search_path);
}

}  // namespace hive
