#include "tools/hive-passwd/commands.h"

#include <sysexits.h>

#include "lib/file.h"
#include "lib/password.h"
#include "lib/users_file.h"
#include "lib/users_text.h"
#include "tools/hive-passwd/password_input.h"

namespace hive {
namespace {

constexpr int refused = 1;

void print_mistakes(const std::vector<Error>& mistakes)
{
    for (const auto& mistake : mistakes)
        fmt::print(stderr, "{}\n", mistake.message());
}

struct HashedUser {
    std::string name;
    std::string hash;
};

/// Says what became of each user once it is on the disk.
enum class Report { changes, nothing };

Result<> store(const std::string& path, const std::vector<HashedUser>& users, Report report)
{
    auto file = TRY(UsersFile::open(path));
    auto text = file.text();
    std::string said;
    for (const auto& [name, hash] : users) {
        said += fmt::format("{} {}\n", has_user(text, name) ? "changed" : "added", name);
        text = with_user(text, name, hash);
    }
    TRY(file.replace(std::move(text)));
    if (report == Report::changes)
        fmt::print("{}", said);
    return {};
}

Result<int> add(const PasswdArguments& arguments)
{
    TRY(check_user_name(arguments.operand));
    const auto hash = TRY(hash_password(TRY(read_password(arguments.operand, Ask::twice))));
    TRY(store(arguments.file, {{arguments.operand, hash}}, Report::changes));
    return EX_OK;
}

Result<int> make_random(const PasswdArguments& arguments)
{
    TRY(check_user_name(arguments.operand));
    const auto password = random_password();
    TRY(store(
        arguments.file, {{arguments.operand, TRY(hash_password(password))}}, Report::nothing));
    fmt::print("{}\n", password);
    return EX_OK;
}

Result<int> remove(const PasswdArguments& arguments)
{
    auto file = TRY(UsersFile::open(arguments.file));
    if (!has_user(file.text(), arguments.operand)) {
        fmt::print(stderr, "hive-passwd: no user '{}' in {}\n", arguments.operand, arguments.file);
        return refused;
    }
    TRY(file.replace(without_user(file.text(), arguments.operand)));
    fmt::print("deleted {}\n", arguments.operand);
    return EX_OK;
}

Result<int> verify(const PasswdArguments& arguments)
{
    const auto parsed = TRY(Users::load(arguments.file));
    print_mistakes(parsed.mistakes);
    const auto password = TRY(read_password(arguments.operand, Ask::once));
    if (!verify_user(parsed.users, arguments.operand, password)) {
        fmt::print(stderr, "hive-passwd: the password does not fit\n");
        return refused;
    }
    fmt::print("the password fits\n");
    return EX_OK;
}

Result<int> list(const PasswdArguments& arguments)
{
    const auto parsed = TRY(Users::load(arguments.file));
    print_mistakes(parsed.mistakes);
    for (const auto& name : parsed.users.names())
        fmt::print("{}\n", name);
    return parsed.mistakes.empty() ? EX_OK : EX_CONFIG;
}

Result<int> import(const PasswdArguments& arguments)
{
    const auto& source = arguments.operand;
    const auto plain = PlainUsers::parse(TRY(read_file(source)), source);
    if (!plain.mistakes.empty()) {
        print_mistakes(plain.mistakes);
        fmt::print(stderr, "hive-passwd: nothing was imported\n");
        return EX_CONFIG;
    }
    std::vector<HashedUser> users;
    users.reserve(plain.credentials.size());
    for (const auto& [name, password] : plain.credentials)
        users.push_back({name, TRY(hash_password(password))});
    TRY(store(arguments.file, users, Report::changes));
    if (!arguments.deletes_source) {
        fmt::print("{} still holds the passwords and may be deleted now\n", source);
        return EX_OK;
    }
    TRY(destroy_file(source));
    fmt::print("{} was overwritten and deleted\n", source);
    return EX_OK;
}

}  // namespace

Result<int> run_passwd(const PasswdArguments& arguments)
{
    switch (arguments.command) {
    case PasswdCommand::add: return add(arguments);
    case PasswdCommand::remove: return remove(arguments);
    case PasswdCommand::verify: return verify(arguments);
    case PasswdCommand::list: return list(arguments);
    case PasswdCommand::import: return import(arguments);
    case PasswdCommand::random: return make_random(arguments);
    case PasswdCommand::help:
    case PasswdCommand::version: break;
    }
    std::unreachable();
}

}  // namespace hive
