#include "tools/hive-passwd/arguments.h"

#include <algorithm>
#include <array>

namespace hive {
namespace {

struct Form {
    std::string_view word;
    PasswdCommand command;
    std::string_view operand;  // "" when it takes none
};

constexpr std::array forms {
    Form {.word = "add", .command = PasswdCommand::add, .operand = "NAME"},
    Form {.word = "delete", .command = PasswdCommand::remove, .operand = "NAME"},
    Form {.word = "verify", .command = PasswdCommand::verify, .operand = "NAME"},
    Form {.word = "list", .command = PasswdCommand::list, .operand = ""},
    Form {.word = "import", .command = PasswdCommand::import, .operand = "FILE"},
    Form {.word = "random", .command = PasswdCommand::random, .operand = "NAME"},
};

const Form* find_form(std::string_view word)
{
    const auto* const found = std::ranges::find(forms, word, &Form::word);
    return found == forms.end() ? nullptr : found;
}

/// How far the arguments are read.
struct Reading {
    std::span<const char* const> left;
    PasswdArguments parsed {};
    const Form* form = nullptr;
    bool takes_options = true;  // until "--"
    bool is_answered = false;  // --help, --version: the rest does not count

    std::string_view next()
    {
        const std::string_view word {left.front()};
        left = left.subspan(1);
        return word;
    }
    Result<> take_option(std::string_view word);
    Result<> take_word(std::string_view word);
    [[nodiscard]] Result<> check_whole() const;
};

Result<> Reading::take_option(std::string_view word)
{
    if (word == "--") {
        takes_options = false;
    } else if (word == "--delete-source") {
        parsed.deletes_source = true;
    } else if (word == "-f") {
        parsed.file = left.empty() ? "" : next();
        if (parsed.file.empty())
            return fail("-f needs a FILE");
    } else if (word == "--help" || word == "--version") {
        parsed.command = word == "--help" ? PasswdCommand::help : PasswdCommand::version;
        is_answered = true;
    } else {
        return fail("unknown option");
    }
    return {};
}

Result<> Reading::take_word(std::string_view word)
{
    if (form == nullptr) {
        form = find_form(word);
        if (form == nullptr)
            return fail("unknown command");
        parsed.command = form->command;
        return {};
    }
    if (form->operand.empty())
        return fail("{} takes no argument", form->word);
    if (!parsed.operand.empty())
        return fail("{} takes one {}; a password is asked for, never an argument", form->word,
            form->operand);
    parsed.operand = word;
    return {};
}

Result<> Reading::check_whole() const
{
    if (form == nullptr)
        return fail("no command");
    if (!form->operand.empty() && parsed.operand.empty())
        return fail("{} needs a {}", form->word, form->operand);
    if (parsed.deletes_source && form->command != PasswdCommand::import)
        return fail("--delete-source belongs to import");
    return {};
}

}  // namespace

Result<PasswdArguments> parse_passwd_arguments(std::span<const char* const> arguments)
{
    Reading reading {.left = arguments};
    while (!reading.left.empty() && !reading.is_answered) {
        const auto word = reading.next();
        TRY(reading.takes_options && word.starts_with('-') ? reading.take_option(word)
                                                           : reading.take_word(word));
    }
    if (!reading.is_answered)
        TRY(reading.check_whole());
    return reading.parsed;
}

std::string_view passwd_help()
{
    return "usage: hive-passwd [-f FILE] COMMAND\n"
           "\n"
           "  add NAME                        adds a user, or changes the password\n"
           "  random NAME                     the same with a made-up password, printed once\n"
           "  delete NAME                     removes a user\n"
           "  verify NAME                     tells whether a password fits (exit 0 or 1)\n"
           "  list                            prints the names\n"
           "  import [--delete-source] FILE   takes over lines user:password\n"
           "\n"
           "A password is asked for on the terminal, or is the first line of standard input.\n"
           "FILE is /etc/hive/users unless named. See hive-passwd(1).\n";
}

}  // namespace hive
