// tools/hivectl/setup_answers.h - what `hivectl setup` has to know, and how it is asked. Pure.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "lib/result.h"

namespace hive {

/// "" is: leave that as it is.
struct SetupAnswers {
    std::string admin = "admin";
    std::string admin_password;  // "": one is made up for a user that is new
    std::string source;  // where rows come from, lib/database_uri.h
    std::string source_user;
    std::string source_password;
    std::string host;  // served over TLS
    std::string tls_port = "443";
    std::string mail;  // who is told of trouble
    std::string mail_server = "smtp://localhost";
    std::string mail_user;
    std::string mail_password;
    std::string safe;  // addresses that are never banned
};

struct SetupQuestion {
    std::string_view key;
    std::string_view text;
    std::string SetupAnswers::* answer;
    std::string SetupAnswers::* needed = nullptr;  // asked only when that has an answer
    Result<> (*check)(std::string_view answer) = nullptr;
    bool is_secret = false;  // typed unseen; from the command line only as KEY_file=FILE
};

/// In the order they are asked in.
[[nodiscard]] std::span<const SetupQuestion> setup_questions();

/// @return an error for a person; "" is an answer to everything
[[nodiscard]] Result<> check_answer(const SetupQuestion& question, std::string_view answer);

/// @param words KEY=VALUE, secrets as KEY_file=FILE
/// @param read_secret gives the first line of such a file
[[nodiscard]] Result<SetupAnswers> parse_setup_answers(SetupAnswers answers,
    std::span<const std::string> words,
    const std::function<Result<std::string>(const std::string&)>& read_secret);

}  // namespace hive
