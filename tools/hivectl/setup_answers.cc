#include "tools/hivectl/setup_answers.h"

#include <algorithm>
#include <array>
#include <vector>

#include "lib/address.h"
#include "lib/database_uri.h"
#include "lib/number.h"
#include "lib/password.h"
#include "lib/trim.h"

namespace hive {
namespace {

Result<> check_source(std::string_view answer)
{
    TRY(parse_database_uri(answer));
    return {};
}

Result<> check_host(std::string_view answer)
{
    const bool is_plain = std::ranges::all_of(answer, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    });
    if (!is_plain || answer.front() == '.' || answer.contains(".."))
        return fail("'{}' is not a host name in small letters", answer);
    return {};
}

Result<> check_port(std::string_view answer)
{
    if (!number_within<std::uint16_t>(answer, 1, 65535))
        return fail("'{}' is not a port", answer);
    return {};
}

Result<> check_mail(std::string_view answer)
{
    if (std::ranges::count(answer, '@') != 1 || answer.contains(' ') || answer.front() == '@'
        || answer.back() == '@')
        return fail("'{}' is not a mail address", answer);
    return {};
}

Result<> check_mail_server(std::string_view answer)
{
    if (!answer.starts_with("smtp://") && !answer.starts_with("smtps://"))
        return fail("'{}' is neither smtp://HOST nor smtps://HOST", answer);
    return {};
}

Result<> check_networks(std::string_view answer)
{
    while (!answer.empty()) {
        const auto word = answer.substr(0, answer.find(','));
        answer.remove_prefix(std::min(word.size() + 1, answer.size()));
        if (!Network::parse(trimmed(word)))
            return fail("'{}' is neither an address nor a network", trimmed(word));
    }
    return {};
}

using Answers = SetupAnswers;

constexpr auto questions = std::to_array<SetupQuestion>({
    {.key = "admin",
        .text = "Who administers Hive",
        .answer = &Answers::admin,
        .check = &check_user_name},
    {.key = "admin_password",
        .text = "Password (none: one is made up for a new user)",
        .answer = &Answers::admin_password,
        .needed = &Answers::admin,
        .is_secret = true},
    {.key = "source",
        .text = "Where rows come from: mariadb://HOST[:PORT]/DATABASE, sqlite:FILE, csv:FOLDER",
        .answer = &Answers::source,
        .check = &check_source},
    {.key = "source_user",
        .text = "User of that database",
        .answer = &Answers::source_user,
        .needed = &Answers::source},
    {.key = "source_password",
        .text = "Password of that user",
        .answer = &Answers::source_password,
        .needed = &Answers::source_user,
        .is_secret = true},
    {.key = "host",
        .text = "Host name to serve over TLS, with a certificate of its own to begin with",
        .answer = &Answers::host,
        .check = &check_host},
    {.key = "tls_port",
        .text = "Port for TLS",
        .answer = &Answers::tls_port,
        .needed = &Answers::host,
        .check = &check_port},
    {.key = "mail",
        .text = "Mail address that is told of trouble",
        .answer = &Answers::mail,
        .check = &check_mail},
    {.key = "mail_server",
        .text = "Mail server",
        .answer = &Answers::mail_server,
        .needed = &Answers::mail,
        .check = &check_mail_server},
    {.key = "mail_user",
        .text = "Name to sign in with there",
        .answer = &Answers::mail_user,
        .needed = &Answers::mail},
    {.key = "mail_password",
        .text = "Password of that name",
        .answer = &Answers::mail_password,
        .needed = &Answers::mail_user,
        .is_secret = true},
    {.key = "safe",
        .text = "Addresses and networks that are never banned",
        .answer = &Answers::safe,
        .check = &check_networks},
});

const SetupQuestion* find_question(std::string_view key)
{
    const auto* const found = std::ranges::find(questions, key, &SetupQuestion::key);
    return found == questions.end() ? nullptr : found;
}

/// "…_password_file" is the question "…_password".
const SetupQuestion* find_secret(std::string_view key)
{
    constexpr std::string_view ending = "_file";
    if (!key.ends_with(ending))
        return nullptr;
    const auto* const question = find_question(key.substr(0, key.size() - ending.size()));
    return question != nullptr && question->is_secret ? question : nullptr;
}

Error unknown(std::string_view key)
{
    std::vector<std::string> keys;
    keys.reserve(questions.size());
    for (const auto& question : questions)
        keys.push_back(fmt::format("{}{}", question.key, question.is_secret ? "_file" : ""));
    return Error {fmt::format("'{}' is none of {}", key, fmt::join(keys, ", "))};
}

/// What is said to a question nobody asked would be lost.
Result<> check_needs(const SetupAnswers& answers)
{
    for (const auto& question : questions)
        if (question.needed != nullptr && (answers.*question.needed).empty()
            && answers.*question.answer != SetupAnswers {}.*question.answer)
            return fail("{} is given without what it belongs to", question.key);
    return {};
}

}  // namespace

std::span<const SetupQuestion> setup_questions()
{
    return questions;
}

Result<> check_answer(const SetupQuestion& question, std::string_view answer)
{
    if (answer.empty())
        return {};
    if (std::ranges::any_of(answer, [](unsigned char c) { return c < ' ' || c == 0x7f; }))
        return fail("{}: a control character", question.key);
    // Behind a blank it would begin a comment in the file.
    if (!question.is_secret && answer.contains(';'))
        return fail("{}: a ';'", question.key);
    return question.check == nullptr ? Result<> {} : question.check(answer);
}

Result<SetupAnswers> parse_setup_answers(SetupAnswers answers, std::span<const std::string> words,
    const std::function<Result<std::string>(const std::string&)>& read_secret)
{
    for (const std::string_view word : words) {
        const auto key = word.substr(0, word.find('='));
        if (key.size() == word.size())
            return fail("'{}' is not KEY=VALUE", word);
        std::string value {word.substr(key.size() + 1)};
        const auto* question = find_question(key);
        if (question != nullptr && question->is_secret)
            return fail("a password does not belong on the command line; say {}_file=FILE", key);
        if (question == nullptr) {
            question = find_secret(key);
            if (question == nullptr)
                return std::unexpected {unknown(key)};
            value = TRY(read_secret(value));
        }
        TRY(check_answer(*question, value));
        answers.*question->answer = std::move(value);
    }
    TRY(check_needs(answers));
    return answers;
}

}  // namespace hive
