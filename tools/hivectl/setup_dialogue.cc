#include "tools/hivectl/setup_dialogue.h"

#include <iostream>
#include <optional>
#include <string>

#include <termios.h>
#include <unistd.h>

#include "lib/trim.h"
#include "tools/hivectl/terminal.h"

namespace hive {
namespace {

/// What is typed does not show while this lives.
class UnseenInput {
public:
    UnseenInput()
    {
        ::tcgetattr(STDIN_FILENO, &before_);
        termios unseen = before_;
        unseen.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSADRAIN, &unseen);
    }
    UnseenInput(const UnseenInput&) = delete;
    UnseenInput& operator=(const UnseenInput&) = delete;
    ~UnseenInput()
    {
        ::tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
        say("\n");
    }

private:
    termios before_ {};
};

Result<std::string> read_line()
{
    std::string line;
    if (!std::getline(std::cin, line))
        return fail("the input ended; nothing was changed");
    return line;
}

Result<std::string> read_unseen(std::string_view prompt)
{
    const UnseenInput unseen;
    say(prompt);
    return read_line();
}

/// Typed twice, so that a slip does not lock anybody out.
Result<std::optional<std::string>> ask_secret(const SetupQuestion& question)
{
    auto first = TRY(read_unseen(fmt::format("{}: ", question.text)));
    if (first.empty())
        return first;
    if (TRY(read_unseen("The same again: ")) == first)
        return first;
    say("That was not the same.\n");
    return std::nullopt;
}

Result<std::string> ask_open(const SetupQuestion& question, const std::string& offered)
{
    say(fmt::format("{} [{}]: ", question.text, offered.empty() ? "none" : offered));
    const auto line = TRY(read_line());
    const auto answer = trimmed(line);
    if (answer.empty())
        return offered;
    return answer == "-" ? std::string {} : std::string {answer};
}

Result<std::string> ask_until_good(const SetupQuestion& question, const std::string& offered)
{
    for (;;) {
        std::optional<std::string> answer;
        if (question.is_secret)
            answer = TRY(ask_secret(question));
        else
            answer = TRY(ask_open(question, offered));
        const auto checked = answer ? check_answer(question, *answer) : Result<> {};
        if (answer && checked)
            return *answer;
        if (!checked)
            say(fmt::format("{}\n", checked.error().message()));
    }
}

}  // namespace

Result<SetupAnswers> ask_setup(SetupAnswers answers)
{
    say("Hive's first steps. Return takes what stands in brackets, - leaves a thing out.\n\n");
    for (const auto& question : setup_questions()) {
        auto& answer = answers.*question.answer;
        if (question.needed == nullptr || !(answers.*question.needed).empty())
            answer = TRY(ask_until_good(question, answer));
    }
    return answers;
}

bool is_agreed(std::string_view question)
{
    say(fmt::format("{} [Y/n] ", question));
    const auto line = read_line();
    const auto word = line ? trimmed(*line) : "no";
    return word.empty() || word.front() == 'y' || word.front() == 'Y';
}

}  // namespace hive
