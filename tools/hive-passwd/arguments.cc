#include "tools/hive-passwd/arguments.h"

#include <array>

namespace hive {
namespace {

struct Form {
    std::string_view word;
    PasswdCommand command;
    std::string_view operand;  // "" when it takes none
};

constexpr std::array forms {
    Form {"add", PasswdCommand::add, "NAME"},
    Form {"delete", PasswdCommand::remove, "NAME"},
    Form {"verify", PasswdCommand::verify, "NAME"},
    Form {"list", PasswdCommand::list, ""},
    Form {"import", PasswdCommand::import, "FILE"},
    Form {"random", PasswdCommand::random, "NAME"},
};

Result<> take_operand(PasswdArguments& arguments, const Form& form, std::string_view word)
{
    if (form.operand.empty())
        return fail("{} takes no argument", form.word);
    if (!arguments.operand.empty())
        return fail(
            "{} takes one {}; a password is asked for, never an argument", form.word, form.operand);
    if (word.empty())
        return fail("{} needs a {}", form.word, form.operand);
    arguments.operand = word;
    return {};
}

const Form* find_form(std::string_view word)
{
    for (const auto& form : forms)
        if (form.word == word)
            return &form;
    return nullptr;
}

Result<> check_whole(const PasswdArguments& arguments, const Form* form)
{
    if (form == nullptr)
        return fail("no command");
    if (!form->operand.empty() && arguments.operand.empty())
        return fail("{} needs a {}", form->word, form->operand);
    if (arguments.deletes_source && form->command != PasswdCommand::import)
        return fail("--delete-source belongs to import");
    return {};
}

}  // namespace

Result<PasswdArguments> parse_passwd_arguments(std::span<const char* const> arguments)
{
    PasswdArguments parsed;
    const Form* form = nullptr;
    bool takes_options = true;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string_view word {arguments[i]};
        if (takes_options && word == "--help")
            return PasswdArguments {.command = PasswdCommand::help};
        if (takes_options && word == "--version")
            return PasswdArguments {.command = PasswdCommand::version};
        if (takes_options && word == "--") {
            takes_options = false;
        } else if (takes_options && word == "-f") {
            if (++i == arguments.size() || *arguments[i] == '\0')
                return fail("-f needs a FILE");
            parsed.file = arguments[i];
        } else if (takes_options && word == "--delete-source") {
            parsed.deletes_source = true;
        } else if (takes_options && word.starts_with('-')) {
            return fail("unknown option");
        } else if (form == nullptr) {
            form = find_form(word);
            if (form == nullptr)
                return fail("unknown command");
            parsed.command = form->command;
        } else {
            TRY(take_operand(parsed, *form, word));
        }
    }
    TRY(check_whole(parsed, form));
    return parsed;
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
